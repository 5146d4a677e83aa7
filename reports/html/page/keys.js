// SPDX-License-Identifier: Apache-2.0
// The keyboard.

const visible = node => !node.hidden && node.offsetParent !== null;
const focusOn = node => {
  if (!node) return;
  node.scrollIntoView({block: 'nearest', inline: 'nearest'});
  node.focus({preventScroll: true});
};

function moveInMatrix(cell, key) {
  const rows = [...cell.closest('table').querySelectorAll('tbody tr[data-rule]')].filter(visible);
  const row = rows.indexOf(cell.parentNode);
  const column = [...cell.parentNode.cells].indexOf(cell);
  const [down, right] = {ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1]}[key];
  const next = rows[row + down] && rows[row + down].cells[column + right];
  if (!next || next.tagName !== 'TD') return;
  cell.tabIndex = -1;
  next.tabIndex = 0;
  focusOn(next);
}

function moveInTimeline(row, key) {
  const next = key === 'ArrowUp' ? row.previousElementSibling : key === 'ArrowDown' ? row.nextElementSibling : null;
  if (next) focusOn(next);
}

const currentCard = () => document.activeElement.closest && document.activeElement.closest('.card');

function moveToCard(step) {
  const all = [...document.querySelectorAll('.card')].filter(visible);
  if (!all.length) return;
  const at = all.indexOf(currentCard());
  const next = all[Math.max(0, Math.min(all.length - 1, at < 0 ? (step > 0 ? 0 : all.length - 1) : at + step))];
  const summary = next.querySelector('summary');
  next.scrollIntoView({block: 'start'});
  summary.focus({preventScroll: true});
}

function toFirstError() {
  let card = currentCard();
  if (!card || !card.card.timeline) card = [...document.querySelectorAll('.card')].filter(visible).find(node => node.card.timeline && node.card.timeline.conflicts.length);
  if (!card) {
    note('no divergence has a trace here');
    return;
  }
  show(card);
  card.querySelector('.timeline-box').toError();
}

function toMatrix() {
  const cell = [...document.querySelectorAll('#grid td')].find(one => one.tabIndex === 0 && visible(one)) ||
    [...document.querySelectorAll('#grid tr[data-rule]')].filter(visible).map(row => row.cells[1])[0];
  document.getElementById('matrix').scrollIntoView();
  focusOn(cell);
}

function toggleTheme() {
  const root = document.documentElement;
  const dark = root.dataset.theme ? root.dataset.theme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
  root.dataset.theme = dark ? 'light' : 'dark';
}

function pressed(event) {
  const filter = document.getElementById('filter');
  if (event.ctrlKey || event.metaKey || event.altKey || document.getElementById('keys').open) return;
  if (/^(input|select|textarea)$/i.test(event.target.tagName)) {
    if (event.target === filter && event.key === 'Escape') {
      filter.value = '';
      filter.dispatchEvent(new Event('input'));
      filter.blur();
    }
    return;
  }
  const cell = event.target.closest && event.target.closest('#grid td');
  const row = event.target.closest && event.target.closest('tr[data-row]');
  const actions = {j: () => moveToCard(1), k: () => moveToCard(-1), e: toFirstError, m: toMatrix, t: toggleTheme,
    '/': () => filter.focus(), '?': () => document.getElementById('keys').showModal()};
  if (event.key.startsWith('Arrow') && (cell || row)) cell ? moveInMatrix(cell, event.key) : moveInTimeline(row, event.key);
  else if (event.key === 'Enter' && cell) cell.click();
  else if (actions[event.key]) actions[event.key]();
  else return;
  event.preventDefault();
}
