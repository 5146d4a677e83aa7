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

function build() {
  const main = document.querySelector('main');
  const sections = [targetsSection(), matrixSection(), cardsSection()];
  main.append(...sections);
  const [first] = cardOrder;
  if (first !== undefined && !cards[first].expected) show(document.getElementById(cardName(first)));
  // What lies below is built after the first paint.
  requestAnimationFrame(() => setTimeout(() => {
    sections.push(rulesSection(), timesSection(), coverageSection());
    main.append(...sections.slice(3));
    document.getElementById('filter').addEventListener('input', () => sections.forEach(section => section.update && section.update(filterText())));
    followHash();
    document.body.dataset.ready = 'yes';
  }));
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
