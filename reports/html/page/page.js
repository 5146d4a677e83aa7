// SPDX-License-Identifier: Apache-2.0
// Puts the page together.

const filterText = () => document.getElementById('filter').value.trim().toLowerCase();

// A link into the page: what it points to is opened.
function followHash() {
  const node = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (node && node.tagName === 'DETAILS') {
    show(node);
    node.scrollIntoView();
  }
}

// The verdicts are painted before the rest is built: part after part, so that the page answers meanwhile.
const PARTS = [targetsSection, matrixSection, cardsSection, rulesSection, timesSection, coverageSection];
const nextTask = () => new Promise(done => requestAnimationFrame(() => setTimeout(done)));

async function build() {
  const main = document.querySelector('main');
  const sections = [];
  for (const part of PARTS) {
    const section = part();
    sections.push(section);
    main.append(section);
    if (part === cardsSection && cardOrder.length && !cards[cardOrder[0]].expected) show(document.getElementById(cardName(cardOrder[0])));
    await nextTask();
  }
  document.getElementById('filter').addEventListener('input', () => sections.forEach(section => section.update && section.update(filterText())));
  followHash();
  document.body.dataset.ready = 'yes';
}

document.addEventListener('keydown', pressed);
document.addEventListener('click', event => {
  const copied = event.target.closest('[data-copy]');
  if (copied) copy(copied.dataset.copy);
});
window.addEventListener('hashchange', followHash);
document.getElementById('theme').addEventListener('click', toggleTheme);
document.getElementById('help').addEventListener('click', () => document.getElementById('keys').showModal());
document.getElementById('first-error').addEventListener('click', toFirstError);
build();
