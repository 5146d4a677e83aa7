// SPDX-License-Identifier: Apache-2.0
// The version matrix: rules × targets, real kernels by version first.

const {targets, law, cards} = results;
const [HOLDS, QUIRK, DIVERGES, NOT_EXERCISED, UNTESTABLE, NO_LAW, UNKNOWN] = law.states.keys();
const MARKS = ['+', 'q', 'D', '–', '×', '', '?'];
const CLASSES = ['holds', 'quirk', 'diverges', 'missed', 'untestable', 'no-law', 'unknown'];

const stateOf = cell => cell[0];
const programsOf = cell => cell[1] || 0;
const reasonOf = cell => cell.length > 2 ? law.reasons[cell[2]] : '';
const isNew = cell => stateOf(cell) === DIVERGES && !reasonOf(cell);

// A name may be broken behind its marks.
const breakable = name => name.split(/(?<=[:+_ -])/).flatMap(part => [part, el('wbr')]);
const kindOf = target => (target.target || target.name).split(':')[0];
const isKernel = target => ['host', 'uml', 'qemu'].includes(kindOf(target));
const lineage = target => isKernel(target) ? 'kernel' : kindOf(target);
const release = target => ((target.kernel || '').match(/\d+/g) || []).slice(0, 3).map(Number);
function byRelease(a, b) {
  const [left, right] = [release(a), release(b)];
  for (let i = 0; i < 3; ++i)
    if ((left[i] || 0) !== (right[i] || 0)) return (left[i] || 0) - (right[i] || 0);
  return 0;
}

// Positions of the targets as the matrix shows them.
const order = targets.map((_, i) => i).sort((a, b) =>
  (isKernel(targets[b]) - isKernel(targets[a])) || lineage(targets[a]).localeCompare(lineage(targets[b])) ||
  byRelease(targets[a], targets[b]) || a - b);
// The nearest earlier version of the same system and ABI; undefined if there is none.
const previous = targets.map((target, i) => order.filter(other =>
  lineage(targets[other]) === lineage(target) && targets[other].abi === target.abi && targets[other].kernel &&
  byRelease(targets[other], target) < 0).at(-1));

// What a cell says about the kernel; undefined where the run could not tell.
const behaviour = cell => [HOLDS, QUIRK, DIVERGES, NO_LAW].includes(stateOf(cell)) ? stateOf(cell) : undefined;
const changed = (rule, target) => {
  if (previous[target] === undefined) return false;
  const [now, then] = [behaviour(rule.cells[target]), behaviour(rule.cells[previous[target]])];
  return now !== undefined && then !== undefined && now !== then;
};
const FILTERS = [
  {id: 'differs', name: 'differs between kernels',
    keep: rule => new Set(rule.cells.map(behaviour).filter(one => one !== undefined)).size > 1},
  {id: 'changed', name: 'changed since the previous version', keep: rule => targets.some((_, i) => changed(rule, i))},
  {id: 'unexplained', name: 'unexplained', keep: rule => rule.cells.some(isNew)},
];

const inMatrix = rule => !rule.left_out && rule.cells.some(cell => ![NO_LAW, UNKNOWN].includes(stateOf(cell)));
const cardsOf = (rule, target) => cards.map((card, i) => i).filter(i => cards[i].rule === rule.id && cards[i].target === target);

function cellTitle(rule, target) {
  const cell = rule.cells[target];
  const programs = stateOf(cell) === DIVERGES ? ` in ${plural(programsOf(cell), 'program')}` : '';
  return `${rule.id} on ${targets[target].name}: ${law.states[stateOf(cell)]}${programs}` +
    (reasonOf(cell) ? ', ' + reasonOf(cell) : '') + (changed(rule, target) ? `; not so on ${targets[previous[target]].name}` : '');
}

function openCell(rule, target) {
  const [first] = cardsOf(rule, target);
  first === undefined ? openRule(rule.id) : openCard(first);
}

function matrixCell(rule, target) {
  const cell = rule.cells[target];
  const expected = stateOf(cell) === DIVERGES && reasonOf(cell);
  return el('td', {role: 'gridcell', tabindex: -1, title: cellTitle(rule, target), 'data-rule': rule.id, 'data-target': target,
    class: CLASSES[stateOf(cell)] + (expected ? ' expected' : '') + (changed(rule, target) ? ' changed' : '')},
    MARKS[stateOf(cell)] + (programsOf(cell) > 1 ? programsOf(cell) : ''));
}

function matrixRow(rule) {
  const row = el('tr', {'data-rule': rule.id},
    el('th', {scope: 'row', title: rule.text}, el('a', {href: '#rule-' + rule.id}, rule.id)), order.map(target => matrixCell(rule, target)), el('th', {class: 'law-text', title: rule.text}, rule.text));
  row.rule = rule;
  return row;
}

function matrixSection() {
  const pressed = new Set();
  const count = el('span', {class: 'muted', id: 'matrix-count'});
  const bodies = law.subjects.map((subject, i) => {
    const rules = law.rules.filter(rule => rule.subject === i && inMatrix(rule));
    return rules.length ? el('tbody', {}, el('tr', {class: 'subject'}, el('th', {colspan: targets.length + 2, scope: 'rowgroup'}, subject)), rules.map(matrixRow)) : '';
  }).filter(Boolean);
  const update = text => {
    let shown = 0;
    let all = 0;
    for (const body of bodies) {
      let any = false;
      for (const row of body.rows) {
        if (!row.rule) continue;
        const keep = FILTERS.every(filter => !pressed.has(filter.id) || filter.keep(row.rule)) && matches(row.rule, text);
        row.hidden = !keep;
        any = any || keep;
        shown += keep;
        ++all;
      }
      body.hidden = !any;
    }
    count.textContent = `${shown} of ${plural(all, 'rule')}`;
  };
  const buttons = FILTERS.map(filter => el('button', {id: 'filter-' + filter.id, 'aria-pressed': 'false', onclick: event => {
    pressed.has(filter.id) ? pressed.delete(filter.id) : pressed.add(filter.id);
    event.currentTarget.setAttribute('aria-pressed', String(pressed.has(filter.id)));
    update(filterText());
  }}, filter.name));
  const table = el('table', {id: 'grid', role: 'grid', 'aria-label': 'rules on targets',
      onclick: event => {
        const cell = event.target.closest('td');
        if (cell) openCell(law.rules.find(rule => rule.id === cell.dataset.rule), Number(cell.dataset.target));
      }},
    el('colgroup', {}, el('col', {class: 'id'}), order.map(() => el('col', {class: 'target'})), el('col')),
    el('thead', {}, el('tr', {}, el('th', {}, 'rule'), order.map(i => el('th', {scope: 'col', title: [targets[i].kernel, targets[i].profile].filter(Boolean).join(', ')},
      el('div', {}, breakable(targets[i].name)), el('small', {}, targets[i].kernel || 'no results'))), el('th', {}))),
    bodies);
  table.style.minWidth = 13 + 5.7 * targets.length + 'rem';
  const first = table.querySelector('td');
  if (first) first.tabIndex = 0;
  const legend = el('p', {class: 'legend'}, law.states.map((name, i) => el('span', {class: 'key'}, el('span', {class: 'mark ' + CLASSES[i]}, MARKS[i]), ' ' + name)),
    el('span', {class: 'key'}, el('span', {class: 'mark diverges expected'}, 'D'), ' expected to diverge'),
    el('span', {class: 'key'}, el('span', {class: 'mark holds changed'}, '+'), ' changed since the previous version'));
  const section = el('section', {id: 'matrix'}, el('h2', {}, 'Rules on targets'), el('div', {class: 'tools'}, buttons, count), legend, el('div', {class: 'scroll tall'}, table));
  section.update = update;
  update('');
  return section;
}
