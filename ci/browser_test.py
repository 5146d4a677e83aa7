#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Drives the HTML report in headless chromium: browser_test.py PAGE PICTURES"""
import base64
import os
import pathlib
import sys
import unittest

from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait

# For what never comes; nothing is judged by how long it takes.
PATIENCE_SECONDS = 60


def start_browser():
    options = webdriver.ChromeOptions()
    for argument in ("--headless=new", "--disable-gpu", "--window-size=1400,1000", "--disable-dev-shm-usage"):
        options.add_argument(argument)
    if os.geteuid() == 0:
        options.add_argument("--no-sandbox")  # chromium refuses to start as root otherwise
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    return webdriver.Chrome(service=Service("/usr/bin/chromedriver"), options=options)


class Page(unittest.TestCase):
    page = ""
    pictures = pathlib.Path()

    @classmethod
    def setUpClass(cls):
        cls.browser = start_browser()

    @classmethod
    def tearDownClass(cls):
        cls.browser.quit()

    def setUp(self):
        self.browser.get("about:blank")
        self.browser.get(pathlib.Path(self.page).resolve().as_uri())
        self.wait(lambda: self.run_script("return document.body.dataset.ready"))

    def tearDown(self):
        self.assertEqual(self.browser.get_log("browser"), [], "the console stays empty")

    def wait(self, condition):
        return WebDriverWait(self.browser, PATIENCE_SECONDS, poll_frequency=0.02).until(lambda _: condition())

    def run_script(self, script, *arguments):
        return self.browser.execute_script(script, *arguments)

    def find(self, selector):
        return self.browser.find_element(By.CSS_SELECTOR, selector)

    def count(self, selector):
        return self.run_script("return document.querySelectorAll(arguments[0]).length", selector)

    def press(self, *keys):
        ActionChains(self.browser).send_keys(*keys).perform()

    def focused(self, attribute):
        return self.run_script("return document.activeElement.getAttribute(arguments[0])", attribute)

    def shown_rules(self):
        return self.run_script("return [...document.querySelectorAll('#grid tr[data-rule]')]"
                               ".filter(visible).map(row => row.dataset.rule)")

    def in_sight(self, element):
        return self.run_script("const box = arguments[0].getBoundingClientRect();"
                               "return box.top >= 0 && box.bottom <= innerHeight && box.height > 0", element)

    def picture(self, name):
        self.assertTrue(self.browser.save_screenshot(str(self.pictures / name)))

    def test_every_card_and_rule_opens_without_an_error(self):
        self.run_script("document.querySelectorAll('.card, .rule').forEach(show)")
        self.assertGreater(self.count(".card .timeline tbody tr"), 1000)
        self.assertGreater(self.count(".card .timeline rect.bracket"), 1000)
        self.assertEqual(self.count(".rule .facts"), 2 * self.count(".rule"))

    def test_nothing_is_fetched(self):
        self.assertEqual(self.run_script("return performance.getEntriesByType('resource').length"), 0)

    def test_what_a_target_printed_is_text(self):
        card = self.run_script("const hostile = [...document.querySelectorAll('.card')]"
                               ".find(one => one.card.rule === 'KERNEL-SPLAT'); show(hostile); return hostile")
        self.assertIn("<img src=x", card.find_element(By.CSS_SELECTOR, "pre").text)
        self.assertEqual(self.count("img"), 0)
        self.assertEqual(self.run_script("return window.ran || 'no'"), "no")
        self.assertIn("<img src=x", self.find("#targets").text)

    def test_filters_filter(self):
        everything = self.shown_rules()
        for name, kept in (("differs", "FILTERS[0].keep(rule)"), ("changed", "FILTERS[1].keep(rule)"),
                           ("unexplained", "rule.cells.some(cell => law.states[cell[0]] === 'diverges' && cell.length < 3)")):
            button = self.find("#filter-" + name)
            button.click()
            self.assertEqual(button.get_attribute("aria-pressed"), "true")
            shown = self.shown_rules()
            self.assertTrue(0 < len(shown) < len(everything), name)
            wanted = self.run_script(f"return law.rules.filter(rule => inMatrix(rule) && ({kept})).map(rule => rule.id)")
            self.assertEqual(shown, wanted)
            button.click()
            self.assertEqual(self.shown_rules(), everything)

    def test_a_rule_that_came_with_a_version_is_marked_where_it_came(self):
        self.find("#filter-changed").click()
        marked = self.run_script("return [...document.querySelectorAll('#grid td.changed')]"
                                 ".map(cell => [cell.dataset.rule, targets[cell.dataset.target].name])")
        self.assertEqual([target for rule, target in marked if rule == "OVR-3"], ["uml:4.19"])
        self.assertIn("OVR-3", self.shown_rules())

    def test_slash_filters_and_escape_shows_all_again(self):
        everything = self.shown_rules()
        self.press("/")
        self.press("alrm-1")
        self.assertIn("ALRM-1", self.shown_rules())
        self.assertLess(len(self.shown_rules()), 5)
        self.press(Keys.ESCAPE)
        self.assertEqual(self.shown_rules(), everything)

    def test_arrows_move_in_the_matrix_and_enter_opens_the_card(self):
        self.press("m")
        first = (self.focused("data-rule"), self.focused("data-target"))
        self.press(Keys.ARROW_DOWN, Keys.ARROW_RIGHT)
        self.assertNotEqual(self.focused("data-rule"), first[0])
        self.assertNotEqual(self.focused("data-target"), first[1])
        self.press(Keys.ARROW_UP, Keys.ARROW_LEFT)
        self.assertEqual((self.focused("data-rule"), self.focused("data-target")), first)
        rule = self.run_script("const cell = document.querySelector('#grid td.diverges'); cell.focus();"
                               "return cell.dataset.rule")
        self.press(Keys.ENTER)
        card = self.find(".card[open]:focus-within")
        self.assertIn(rule, card.text)
        self.assertTrue(self.run_script("return document.activeElement.tagName === 'SUMMARY'"))

    def test_a_cell_without_a_card_leads_to_its_rule(self):
        self.find("#grid td.holds").click()
        self.assertEqual(self.count(".rule[open]"), 1)

    def test_j_and_k_go_from_card_to_card(self):
        self.press("j", "j")
        second = self.run_script("return currentCard().id")
        self.press("j", "k")
        self.assertEqual(self.run_script("return currentCard().id"), second)
        self.assertEqual(self.run_script("return document.querySelectorAll('.card')[1].id"), second)

    def test_e_jumps_to_the_first_error(self):
        self.press("e")
        row = self.browser.switch_to.active_element
        self.assertIn("conflict", row.get_attribute("class"))
        self.assertTrue(self.in_sight(row))
        self.press("j", Keys.ENTER)
        card = self.run_script("return currentCard()")
        self.wait(lambda: card.find_elements(By.CSS_SELECTOR, ".to-error"))[0].click()
        self.assertIn("conflict", self.browser.switch_to.active_element.get_attribute("class"))
        self.assertEqual(self.run_script("return currentCard()"), card)

    def test_a_step_shows_the_state_before_and_after_it(self):
        self.press("e")
        index = int(self.focused("data-row"))
        panel = self.find(".card:focus-within .state")
        self.assertIn(f"before step {index}", panel.text)
        key, other = (Keys.ARROW_UP, index - 1) if index > 0 else (Keys.ARROW_DOWN, 1)
        self.press(key)
        self.assertIn(f"before step {other}", panel.text)
        row = self.find(f".card:focus-within tr[data-row='{index}'] td")
        ActionChains(self.browser).move_to_element(row).perform()
        self.assertIn(f"before step {index}", panel.text)

    def test_reasons_lead_to_their_steps(self):
        self.press("e")
        link = self.find(".card:focus-within .why a")
        row = link.text.split()[-1]
        link.click()
        self.assertEqual(self.focused("data-row"), row)

    def test_a_click_copies_a_number(self):
        self.press("e")
        number = self.find(".card:focus-within .state .value")
        self.run_script("arguments[0].click()", number)
        self.wait(lambda: self.find("#note").text == "copied: " + number.get_attribute("data-copy"))

    def test_a_question_mark_shows_the_keys(self):
        self.press("?")
        self.assertTrue(self.find("#keys").is_displayed())
        self.press(Keys.ESCAPE)
        self.assertFalse(self.find("#keys").is_displayed())

    def test_light_and_dark(self):
        ground = "return getComputedStyle(document.body).backgroundColor"
        grounds = {}
        for scheme in ("light", "dark"):
            self.browser.execute_cdp_cmd("Emulation.setEmulatedMedia",
                                         {"features": [{"name": "prefers-color-scheme", "value": scheme}]})
            grounds[scheme] = self.run_script(ground)
            self.run_script("scrollTo(0, 0)")
            self.picture(f"matrix-{scheme}.png")
            self.press("e")
            self.picture(f"card-{scheme}.png")
        self.assertNotEqual(grounds["light"], grounds["dark"])
        self.press("t")
        self.assertEqual(self.run_script(ground), grounds["light"])
        self.press("t")
        self.assertEqual(self.run_script(ground), grounds["dark"])
        self.browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})

    def test_prints(self):
        self.browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
        self.assertFalse(self.find("#filter").is_displayed())
        self.assertTrue(self.find("#grid").is_displayed())
        self.browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})
        pdf = base64.b64decode(self.browser.execute_cdp_cmd("Page.printToPDF", {})["data"])
        self.assertTrue(pdf.startswith(b"%PDF"))

    def test_says_when_it_was_first_painted(self):
        painted = self.wait(lambda: self.run_script("return performance.getEntriesByName('first-contentful-paint')"))
        size = pathlib.Path(self.page).stat().st_size
        print(f"\n{size} bytes, {self.count('#grid tr[data-rule]')} rules on {self.run_script('return targets.length')} "
              f"targets, first painted after {painted[0]['startTime']:.0f} ms")


if __name__ == "__main__":
    Page.page = sys.argv[1]
    Page.pictures = pathlib.Path(sys.argv[2])
    unittest.main(argv=sys.argv[:1] + sys.argv[3:])
