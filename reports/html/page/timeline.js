// SPDX-License-Identifier: Apache-2.0
// The picture of a trace: a row for each step, with its bracket, what is known of each deadline after it, and what
// happened in it. The contradiction is red.

const ROW = 30;
const LIKELY = ['no', 'perhaps', 'yes'];

// What is held of every timer before each row, and after the last: rows have only what changed.
function statesOf(timeline) {
  const states = [new Map()];
  for (const row of timeline.rows) {
    const next = new Map(states.at(-1));
    for (const number of row.gone || []) next.delete(number);
    for (const change of row.changes || []) next.set(change.timer, change);
    states.push(next);
  }
  return states;
}

const bounds = timer => (timer.deadline || []).map(Number);
const timersOn = (timeline, clock) => timeline.timers.flatMap((timer, i) => timer.clock === clock ? [i] : []);

// The clock of the timer that is contradicted; else the one that most timers run on.
function mainClock(timeline) {
  for (const conflict of timeline.conflicts) {
    const row = timeline.rows[conflict.row];
    const contradicted = (row && row.changes || []).find(change => change.shown);
    if (contradicted && timeline.timers[contradicted.timer].clock !== null)
      return timeline.timers[contradicted.timer].clock;
  }
  const counts = timeline.clocks.map((_, clock) => timersOn(timeline, clock).length);
  return Math.max(0, counts.indexOf(Math.max(...counts)));
}

function instantsOn(timeline, clock) {
  const all = timeline.clocks[clock].at.filter(at => at !== null).map(Number);
  for (const row of timeline.rows)
    for (const change of row.changes || [])
      if (timeline.timers[change.timer].clock === clock)
        all.push(...bounds(change), ...(change.shown || []).map(Number));
  const last = Math.max(...all.slice(0, timeline.clocks[clock].at.length));
  // What lies before the first reading, or far behind the last, is drawn at the edge.
  const far = Math.max(10 * last, 1e12);
  return all.map(at => Math.max(-1e12, Math.min(at, far)));
}

// The deadlines that follow the next one, as far as the picture goes; none where they lie too close to be seen.
const MOST_PERIODS = 40;
function periods(state, view) {
  if (!state.interval) return [];
  const [, hi] = bounds(state);
  const interval = Number(state.interval);
  const count = Math.floor((view.lastReading - hi) / interval);
  return count > MOST_PERIODS ? [] : Array.from({length: Math.max(count, 0)}, (_, k) => hi + (k + 1) * interval);
}

function drawRow(view, index) {
  const {timeline, axis, clock, lanes, states} = view;
  const at = timeline.clocks[clock].at;
  const picture = svg('svg', {width: axis.width, height: '100%', 'aria-hidden': 'true'});
  const x = instant => axis.x(Math.max(axis.points[0], Math.min(instant, axis.points.at(-1))));
  const box = (lo, hi, attributes) => {
    const left = x(lo);
    return svg('rect', {x: left - 1, width: Math.max(x(hi) - left + 2, 3), ...attributes});
  };
  const [before, after] = [at[index], at[index + 1]];
  if (before !== null && before !== undefined && after !== null && after !== undefined)
    picture.append(box(Number(before), Number(after), {y: 0, height: '100%', class: 'bracket'}));
  lanes.forEach((timer, lane) => {
    const y = 6 + lane * 9;
    const was = states[index].get(timer);
    const is = states[index + 1].get(timer);
    const colour = 'lane' + lane % 6;
    // What is contradicted is what was held before.
    const held = view.conflicts.has(index) && was && was.armed ? was : is;
    if (was && was.deadline && was.armed)
      picture.append(box(...bounds(was), {y: y + 2, height: 3, class: colour + ' was'}));
    if (held && held.deadline && held.armed) {
      picture.append(box(...bounds(held), {y, height: 7, class: colour + (held.armed === 1 ? ' perhaps' : '')}));
      periods(held, view).forEach(next => picture.append(box(next, next, {y: y + 2, height: 3, class: colour + ' period'})));
    }
    if (is && is.shown && view.conflicts.has(index))
      picture.append(box(...is.shown.map(Number), {y: '5%', height: '90%', class: 'shown-there'}));
    if (was && is && was.armed && was.deadline && is.known !== false && is.pending > 0 && was.pending === 0) {
      const [lo] = bounds(was);
      const tip = x(Math.max(lo, Number(before) || lo));
      picture.append(svg('path', {d: `M${tip - 5} ${y - 5}h10l-5 9z`, class: colour + ' expiry'}));
    }
  });
  view.guides.forEach(guide => {
    if (index >= guide.from && index <= guide.to)
      picture.append(svg('line', {x1: x(guide.at), x2: x(guide.at), y1: 0, y2: '100%', class: 'guide'}));
  });
  const row = timeline.rows[index];
  const taken = /^take/.test(row.step) && /signo=/.test(row.result || '') ? 1 : 0;
  for (let i = 0; i < Math.min(taken + (row.signals || []).length, 6) && after != null; ++i)
    picture.append(svg('circle', {cx: x(Number(after)) - 3 - 7 * i, cy: view.height - 6, r: 3.5, class: 'signal'}));
  return picture;
}

// Lines from the steps that set a bound down to the step that contradicts it.
function guidesOf(timeline, states, clock) {
  const guides = [];
  for (const conflict of timeline.conflicts) {
    for (const [timer, state] of states[conflict.row] || []) {
      if (timeline.timers[timer].clock !== clock || !state.deadline || !state.armed) continue;
      if (!conflict.because.some(reason => state.from.includes(reason.row))) continue;
      bounds(state).forEach((at, i) => guides.push({at, from: state.from[i], to: conflict.row}));
    }
  }
  return guides;
}

const between = ([lo, hi]) => lo === hi ? instant(lo) : [instant(lo), ' … ', instant(hi)];

function timerState(timeline, number, state) {
  const signal = [state.pending ? ', signal pending: ' + LIKELY[state.pending] : '',
    state.shown ? [el('b', {class: 'bad'}, '; what was shown would put its deadline at '), between(state.shown)] : ''];
  const name = el('b', {class: 'lane-name'}, timeline.timers[number].name);
  if (state.known === false) return el('li', {}, name, ' nothing is known until it is set again');
  if (!state.armed || !state.deadline) return el('li', {}, name, ' not armed', signal);
  const [lo, hi] = state.deadline;
  return el('li', {}, name, state.armed === 1 ? ' perhaps armed' : ' armed', ', deadline ', between(state.deadline),
    lo !== hi ? [' (known to ', instant(Number(hi) - Number(lo)), ')'] : '',
    state.interval ? [', every ', instant(state.interval)] : '',
    state.from[0] === state.from[1] ? `, from step ${state.from[0]}` : `, from steps ${state.from[0]} and ${state.from[1]}`, signal);
}

const stateList = (timeline, state) => state.size === 0
  ? el('p', {class: 'muted'}, 'no timer')
  : el('ul', {}, [...state].map(([number, one]) => timerState(timeline, number, one)));

function showState(view, index) {
  const {timeline, clock, states} = view;
  const at = timeline.clocks.length ? timeline.clocks[clock].at : [];
  const read = boundary => at[boundary] == null ? 'not read' : instant(at[boundary]);
  view.rows.forEach((row, i) => row.classList.toggle('current', i === index));
  view.panel.replaceChildren(
    el('div', {}, el('h4', {}, `before step ${index}, at `, read(index)), stateList(timeline, states[index])),
    el('div', {}, el('h4', {}, `after it, at `, read(index + 1)), stateList(timeline, states[index + 1])),
    (timeline.rows[index].signals || []).length
      ? el('div', {}, el('h4', {}, 'handlers that ran'), el('ul', {}, timeline.rows[index].signals.map(text => el('li', {}, el('code', {}, text)))))
      : '');
}

function tableRow(view, index) {
  const {timeline} = view;
  const row = timeline.rows[index];
  const conflict = view.conflicts.has(index);
  const because = view.reasons.has(index);
  const node = el('tr', {tabindex: 0, 'data-row': index, class: (conflict ? 'conflict ' : '') + (because ? 'because' : ''),
      onmouseenter: () => showState(view, index), onfocus: () => showState(view, index)},
    el('td', {class: 'number'}, String(index)),
    el('td', {class: 'step'}, row.party ? el('span', {class: 'party'}, 'party ' + row.party) : '', el('code', {}, row.step.replace(/\s+/g, ' '))),
    el('td', {class: 'result'}, row.result === undefined ? el('span', {class: 'muted'}, index === view.lastRow + 1 ? timeline.end : '') : el('code', {}, row.result),
      (row.signals || []).map(text => el('code', {class: 'delivery'}, '! ' + text))),
    el('td', {class: 'verdict'}, row.verdict ? el('span', {class: 'v-' + row.verdict, title: row.verdict}, row.rule) : ''),
    el('td', {class: 'picture'}, view.axis ? el('div', {}, drawRow(view, index)) : ''));
  if (view.axis) {
    node.lastChild.style.minWidth = view.axis.width + 'px';
    node.lastChild.style.height = view.height + 'px';
  }
  view.rows.push(node);
  return node;
}

function lanesLegend(view) {
  if (!view.axis) return '';
  return el('p', {class: 'legend'},
    el('span', {class: 'key bracket-key'}, 'bracket'),
    view.lanes.map((timer, lane) => el('span', {class: 'key'}, svg('svg', {width: 22, height: 10},
      svg('rect', {x: 0, y: 1, width: 22, height: 8, class: 'lane' + lane % 6})), ' deadline of ' + view.timeline.timers[timer].name)),
    view.lanes.length ? el('span', {class: 'key'}, svg('svg', {width: 12, height: 11}, svg('path', {d: 'M1 1h10l-5 9z', class: 'expiry'})), ' may have expired') : '',
    el('span', {class: 'key'}, svg('svg', {width: 10, height: 10}, svg('circle', {cx: 5, cy: 5, r: 3.5, class: 'signal'})), ' signal'),
    view.anyShown ? el('span', {class: 'key'}, svg('svg', {width: 18, height: 10}, svg('rect', {x: 1, y: 1, width: 16, height: 8, class: 'shown-there'})), ' where what was shown would put the deadline') : '');
}

function drawInto(place, timeline, choice) {
  const clock = choice.clock;
  const states = statesOf(timeline);
  const lanes = timeline.clocks.length ? timersOn(timeline, clock).filter(timer =>
    timeline.rows.some(row => (row.changes || []).some(change => change.timer === timer && (change.deadline || change.shown)))).slice(0, 12) : [];
  const readings = timeline.clocks.length && timeline.clocks[clock].at.some(at => at !== null);
  const view = {
    timeline, clock, states, lanes, rows: [],
    lastReading: Math.max(0, ...(timeline.clocks.length ? timeline.clocks[clock].at : []).map(Number)),
    height: Math.max(ROW, 12 + 9 * lanes.length),
    axis: readings ? makeAxis(instantsOn(timeline, clock), choice.toScale) : null,
    conflicts: new Set(timeline.conflicts.map(conflict => conflict.row)),
    reasons: new Set(timeline.conflicts.flatMap(conflict => conflict.because.map(reason => reason.row))),
    guides: guidesOf(timeline, states, clock),
    lastRow: timeline.rows.findLastIndex(row => row.result !== undefined),
    anyShown: timeline.rows.some(row => (row.changes || []).some(change => change.shown)),
    panel: el('div', {class: 'state', 'aria-live': 'polite'}),
  };
  const first = timeline.conflicts.length ? Math.min(timeline.conflicts[0].row, timeline.rows.length - 1) : 0;
  place.replaceChildren(lanesLegend(view),
    el('div', {class: 'scroll'}, el('table', {class: 'timeline'},
      el('thead', {}, el('tr', {}, ['step', '', 'result', 'rule'].map(name => el('th', {}, name)), el('th', {}, view.axis ? axisHead(view.axis) : ''))),
      el('tbody', {}, timeline.rows.map((_, index) => tableRow(view, index))))),
    view.panel);
  if (view.rows.length) showState(view, first);
}

// Instants in a text of the oracle's are readings of a clock: shown as the picture counts them, copied as they are.
function counted(text, timeline) {
  return text.split(/(\d{8,19})/).map(piece => {
    if (!/^\d{8,19}$/.test(piece)) return piece;
    const distances = timeline.clocks.map(clock => BigInt(piece) - BigInt(clock.start));
    const size = one => one < 0n ? -one : one;
    const [nearest] = distances.sort((a, b) => (size(a) > size(b)) - (size(a) < size(b)));
    return nearest !== undefined && size(nearest) < BigInt(piece) / 2n && size(nearest) < 10n ** 13n
      ? value(duration(nearest), piece) : value(piece);
  });
}

function because(conflict, timeline, jump) {
  const link = row => row === null ? '' : el('a', {href: '#', onclick: event => { event.preventDefault(); jump(row); }}, 'step ' + row);
  const reasons = conflict.because.map((reason, i) =>
    el('li', {}, i === 0 ? 'because ' : 'and ', link(reason.row), counted(reason.text.replace(/^step \d+/, ''), timeline)));
  return el('div', {class: 'why'},
    el('ul', {}, reasons, el('li', {class: 'but'}, conflict.because.length ? 'but ' : '', link(conflict.row), ': ', el('b', {}, counted(conflict.observed || 'that', timeline)),
      conflict.allowed ? ['; ', counted(conflict.allowed.replace(/\n/g, ' '), timeline)] : '')));
}

function timelineOf(timeline) {
  const place = el('div', {class: 'drawing'});
  const choice = {clock: mainClock(timeline), toScale: false};
  const draw = () => drawInto(place, timeline, choice);
  const jump = row => {
    const node = place.querySelector(`tr[data-row="${row}"]`);
    if (!node) return;
    node.scrollIntoView({block: 'center'});
    node.focus({preventScroll: true});
  };
  const toError = () => timeline.conflicts.length && jump(Math.min(timeline.conflicts[0].row, timeline.rows.length - 1));
  const pickClock = timeline.clocks.length > 1 && el('label', {}, 'clock ', el('select', {onchange: event => { choice.clock = Number(event.target.value); draw(); }},
    timeline.clocks.map((clock, i) => el('option', {value: i, selected: i === choice.clock}, clock.name))));
  draw();
  const whole = el('div', {class: 'timeline-box'},
    timeline.conflicts.map(conflict => because(conflict, timeline, jump)),
    el('div', {class: 'tools'}, el('button', {class: 'to-error', title: 'e', onclick: toError}, 'Jump to first error'), pickClock,
      el('label', {}, el('input', {type: 'checkbox', onchange: event => { choice.toScale = event.target.checked; draw(); }}), ' to scale'),
      timeline.clocks.length ? el('span', {class: 'muted'}, 'instants count from ', value(timeline.clocks[choice.clock].start), ' ns of the clock') : ''),
    place);
  whole.toError = toError;
  return whole;
}
