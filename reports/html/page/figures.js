// SPDX-License-Identifier: Apache-2.0
// Verdicts, distributions and coverage: a line for each target.

const VERDICTS = {diverged: 'DIVERGED', conforms: 'CONFORMS', stale: 'STALE', unfinished: 'NOT FINISHED', none: 'NO RESULTS'};

function verdictText(target) {
  if (target.verdict === 'none') return target.failure;
  return [target.new ? plural(target.new, 'new divergence') : 'no new divergence',
    target.expected ? plural(target.expected, 'expected one') : '',
    target.stale.length ? plural(target.stale.length, 'stale expectation') : '',
    target.unexercised.length ? 'not exercised: ' + target.unexercised.join(', ') : '', target.ended, target.failure].filter(Boolean).join(', ');
}

function targetsSection() {
  const rows = order.map(i => targets[i]).map(target => {
    const measured = target.verdict !== 'none';
    return el('tr', {},
      el('td', {}, el('span', {class: 'verdict-mark ' + target.verdict}, VERDICTS[target.verdict])),
      el('th', {scope: 'row', class: 'free'}, target.name), el('td', {class: 'free'}, verdictText(target)),
      el('td', {class: 'tight'}, measured ? `${target.kernel}, ${target.abi}` + (target.virtual ? ', virtual time' : '') : ''),
      el('td', {class: 'tight'}, measured ? target.profile + (target.strict ? ', strict' : '') : ''),
      el('td', {class: 'figure'}, measured ? target.judged.toLocaleString('en') : ''),
      el('td', {class: 'figure'}, measured ? target.refused.toLocaleString('en') : ''),
      el('td', {class: 'figure'}, measured ? target.seconds.toFixed(1) + ' s' : ''));
  });
  return el('section', {id: 'targets'}, el('h2', {}, 'Verdicts'), el('div', {class: 'scroll'}, el('table', {class: 'plain'},
    el('thead', {}, el('tr', {}, ['verdict', 'target', '', 'kernel', 'profile', 'judged', 'refused', 'time'].map(name => el('th', {}, name)))), el('tbody', {}, rows))));
}

const WIDTH = 420;
const HEIGHT = 40;
const LEAST = 10;  // ns; what is shorter stands at the left edge

function histogram(one, most) {
  const x = ns => WIDTH * Math.log(Math.max(ns, LEAST) / LEAST) / Math.log(most / LEAST);
  const high = Math.max(...one.buckets.map(([, count]) => count));
  const bars = one.buckets.map(([least, count]) => {
    const height = Math.max(1.5, (HEIGHT - 2) * count / high);
    return svg('rect', {x: x(least), width: Math.max(1.5, x(Math.max(least, LEAST) * 1.19) - x(least) - 0.5), y: HEIGHT - height, height, class: 'bar'},
      svg('title', {}, `from ${about(least)}: ${count}`));
  });
  const line = (at, name) => svg('line', {x1: x(at), x2: x(at), y1: 0, y2: HEIGHT, class: name});
  return svg('svg', {width: WIDTH, height: HEIGHT, class: 'histogram', role: 'img', 'aria-label': `median ${about(one.p50)}, 99 % below ${about(one.p99)}`},
    bars, line(one.p50, 'median'), line(one.p99, 'p99'));
}

function scale(most) {
  const marks = [];
  for (let ns = LEAST; ns <= most; ns *= 10) {
    const x = WIDTH * Math.log(ns / LEAST) / Math.log(most / LEAST);
    marks.push(svg('text', {x: Math.min(x, WIDTH - 2), y: 12, 'text-anchor': ns === LEAST ? 'start' : x > WIDTH - 20 ? 'end' : 'middle'}, about(ns)));
  }
  return svg('svg', {width: WIDTH, height: 16, class: 'axis'}, marks);
}

function distributionTable(title, what, key) {
  const measured = order.map(i => targets[i]).filter(target => target[key] && target[key].total);
  if (!measured.length) return el('div', {}, el('h3', {}, title), el('p', {class: 'muted'}, 'Nothing was measured.'));
  const most = Math.max(...measured.map(target => target[key].max), 100);
  return el('div', {}, el('h3', {}, title), el('p', {class: 'muted'}, what), el('div', {class: 'scroll'}, el('table', {class: 'plain'},
    el('thead', {}, el('tr', {}, ['target', 'count', 'median', '99 %', 'most'].map(name => el('th', {}, name)), el('th', {}, scale(most)))),
    el('tbody', {}, measured.map(target => el('tr', {}, el('th', {scope: 'row', class: 'free'}, target.name), el('td', {class: 'figure'}, target[key].total.toLocaleString('en')),
      ['p50', 'p99', 'max'].map(part => el('td', {class: 'figure'}, value(about(target[key][part]), String(target[key][part])))), el('td', {}, histogram(target[key], most))))))));
}

const timesSection = () => el('section', {id: 'times'}, el('h2', {}, 'Times'),
  distributionTable('How late timers were seen to fire', 'At most, from the earliest possible deadline to the end of the bracket that saw the signal. Measured, never judged.', 'late'),
  distributionTable('How closely deadlines were known', 'The width of the interval that was left for each deadline. A kernel that is off by more is caught.', 'width'));

function edgesText({edges, ended}) {
  const all = `${edges.classes} (${edges.predicates} predicates)`;
  return edges.programs ? `${ended ? 'some of' : 'all'} ${all}, ${edges.programs.toLocaleString('en')} programs` : `none of ${all}`;
}

function coverageRow(target) {
  const {coverage, boundaries, steps} = target;
  const met = coverage.reachable - coverage.missed.length;
  const all = Object.values(steps).reduce((sum, count) => sum + count, 0);
  const links = ids => ids.map(id => [el('a', {href: '#rule-' + id}, id), ' ']);
  return el('tr', {}, el('th', {scope: 'row', class: 'free'}, target.name),
    el('td', {class: 'tight'}, el('meter', {min: 0, max: coverage.reachable, value: met}), ` ${met} of ${coverage.reachable}`),
    el('td', {}, coverage.missed.length ? folded({}, plural(coverage.missed.length, 'rule'), () => el('p', {}, links(coverage.missed))) : 'none'),
    el('td', {}, coverage.beyond.length ? folded({}, plural(coverage.beyond.reduce((sum, [, ids]) => sum + ids.length, 0), 'rule'),
      () => coverage.beyond.map(([why, ids]) => el('p', {}, el('b', {}, why + ': '), links(ids)))) : 'none'),
    el('td', {class: 'figure'}, percent(steps.weak, all)), el('td', {class: 'figure'}, percent(steps.undecided, all)),
    el('td', {class: 'figure'}, all.toLocaleString('en')),
    el('td', {class: 'tight'}, edgesText(target)),
    el('td', {}, boundaries ? `${boundaries.met}, within ${about(boundaries.median)} in the median, ${about(boundaries.worst)} at worst` : 'none'));
}

function coverageSection() {
  const measured = order.map(i => targets[i]).filter(target => target.coverage);
  return el('section', {id: 'coverage'}, el('h2', {}, 'Coverage'),
    el('p', {class: 'muted'}, 'A rule is exercised if at least one wrong result would have been noticed. A step is weak if its bracket was too wide to tell anything. ' +
      'Edge classes: the inputs of every call, sorted by what the predicates of the law say of them; the corpus (run --corpus) has the extremes of each. ' +
      'Boundaries: those of them whose one correct result was certain in spite of brackets, and how near they came.'),
    el('div', {class: 'scroll'}, el('table', {class: 'plain'},
      el('thead', {}, el('tr', {}, ['target', 'rules exercised', 'not exercised', 'out of reach', 'weak', 'undecided', 'steps', 'edge classes', 'boundaries met'].map(name => el('th', {}, name)))),
      el('tbody', {}, measured.map(coverageRow)))));
}
