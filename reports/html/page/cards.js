// SPDX-License-Identifier: Apache-2.0
// Divergence cards.

const ruleOf = id => law.rules.find(rule => rule.id === id);
const cardName = i => `card-${cards[i].target}-${cards[i].number}`;

function badges(card) {
  return [el('span', {class: 'badge ' + (card.expected ? 'expected' : 'new')}, card.expected ? 'expected' : 'new'),
    card.repeated ? el('span', {class: 'muted'}, `again in ${card.confirmed} of ${card.repeated}`) : '',
    card.seen > 1 ? el('span', {class: 'muted'}, `${card.seen} programs`) : ''];
}

function elsewhere(rule) {
  if (!rule) return '';
  const groups = new Map();
  for (const target of order) {
    const cell = rule.cells[target];
    const name = stateOf(cell) === DIVERGES && reasonOf(cell) ? 'diverges, as expected' : law.states[stateOf(cell)];
    groups.set(name, [...(groups.get(name) || []), targets[target].name]);
  }
  return el('dl', {class: 'facts'}, [...groups].map(([name, where]) => [el('dt', {}, name), el('dd', {}, where.join(', '))]));
}

const part = (title, ...content) => el('div', {class: 'part'}, el('h3', {}, title), content);
const foldedPart = (title, make) => folded({class: 'part'}, [el('h3', {}, title)], make);

function cardBody(card) {
  const rule = ruleOf(card.rule);
  const target = targets[card.target];
  return [
    rule && el('blockquote', {}, rule.text, el('footer', {}, 'Source: ' + rule.source + ' · ', el('a', {href: '#rule-' + rule.id}, 'the rule'))),
    el('p', {class: 'muted'}, `${target.name}: kernel ${target.kernel}, ${target.machine}, ${target.abi} agent, ${target.clock} clocks, judged by profile ${target.profile}`,
      card.program ? ` · first seen in program ${card.index}` + (card.source ? ` (${card.source}, seed ${target.seed})` : `, seed ${target.seed}`) : ''),
    card.expected && el('p', {class: 'reason'}, el('b', {}, 'Expected: '), card.expected),
    card.cut && el('p', {class: 'reason'}, 'Its trace is left out here, so that the page stays small: see its folder in the results.'),
    card.timeline && timelineOf(card.timeline),
    card.text && part('What was seen', copyable(card.text, 'the card')),
    card.program && part('Program', copyable(card.program, 'the program')),
    card.again && part('See it again', el('p', {class: 'muted'}, `In ${card.folder} of the results, on the same target:`), copyable(card.again, 'the command')),
    card.reproducer && foldedPart('In C, without timerlaw', () => [
      el('p', {class: 'muted'}, card.reproducer.includes('it shows what it sees, and exits 4') ? 'It makes the same calls and shows what it sees; it does not judge.'
        : 'It exits 1 where the divergence is present, 0 where it is not, 4 where it cannot be tested.'),
      copyable(card.reproduce, 'the command'), copyable(card.reproducer, 'the reproducer')]),
    card.no_reproducer && part('In C, without timerlaw', el('p', {class: 'muted'}, 'There is no C file: ' + card.no_reproducer)),
    card.trace && foldedPart('Trace, annotated', () => copyable(card.trace, 'the trace')),
    targets.length > 1 && part('Where else', elsewhere(rule)),
  ];
}

function cardNode(i) {
  const card = cards[i];
  const conflict = card.timeline && card.timeline.conflicts[0];
  const node = folded({id: cardName(i), class: 'card' + (card.expected ? ' expected' : '')},
    [el('span', {class: 'name'}, card.rule), el('span', {class: 'where'}, targets[card.target].name), badges(card),
      el('span', {class: 'seen'}, conflict ? conflict.observed : '')],
    () => cardBody(card));
  node.card = card;
  return node;
}

// New ones first, then in the order of the targets.
const cardOrder = cards.map((_, i) => i).sort((a, b) =>
  Boolean(cards[a].expected) - Boolean(cards[b].expected) || order.indexOf(cards[a].target) - order.indexOf(cards[b].target) || a - b);

function cardsSection() {
  const nodes = cardOrder.map(cardNode);
  const fresh = cards.filter(card => !card.expected).length;
  const count = el('p', {class: 'muted'}, cards.length === 0 ? 'No divergence.' : `${fresh} new, ${cards.length - fresh} expected`);
  const section = el('section', {id: 'cards'}, el('h2', {}, 'Divergences'), count, nodes);
  section.update = text => nodes.forEach(node => {
    node.hidden = !(matches(ruleOf(node.card.rule) || {id: node.card.rule, text: ''}, text) || contains(targets[node.card.target].name, text));
  });
  return section;
}

function openCard(i) {
  const node = document.getElementById(cardName(i));
  node.hidden = false;
  show(node);
  node.scrollIntoView({block: 'start'});
  node.querySelector('summary').focus({preventScroll: true});
}
