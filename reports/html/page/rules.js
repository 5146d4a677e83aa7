// SPDX-License-Identifier: Apache-2.0
// A page for each rule: its text, where it comes from, where it is law, and what the targets did.

const contains = (text, part) => text.toLowerCase().includes(part);
const matches = (rule, text) => !text || contains(rule.id, text) || contains(rule.text, text) ||
  (rule.subject !== undefined && contains(law.subjects[rule.subject], text)) ||
  (rule.cells || []).some((cell, i) => stateOf(cell) === DIVERGES && contains(targets[i].name, text));

function ruleBody(rule) {
  return [
    el('p', {class: 'law'}, rule.text),
    el('dl', {class: 'facts'},
      el('dt', {}, 'Source'), el('dd', {}, rule.source),
      el('dt', {}, 'Law in'), el('dd', {}, rule.profiles || 'no profile'),
      el('dt', {}, 'Evidence'), el('dd', {}, rule.evidence ? 'traces of real kernels: model/evidence/' + rule.evidence.split(' ').join(', ') : 'source only'),
      rule.left_out && [el('dt', {}, 'Not judged'), el('dd', {}, rule.left_out)]),
    el('h4', {}, 'On these targets'), elsewhere(rule),
    cards.some(card => card.rule === rule.id) && el('p', {}, 'Cards: ', cards.map((card, i) => card.rule === rule.id
      ? [el('a', {href: '#' + cardName(i), onclick: event => { event.preventDefault(); openCard(i); }}, `${targets[card.target].name} #${card.number}`), ' '] : '')),
  ];
}

function ruleNode(rule) {
  const diverging = rule.cells.some(cell => stateOf(cell) === DIVERGES);
  const node = folded({id: 'rule-' + rule.id, class: 'rule'},
    [el('span', {class: 'name' + (diverging ? ' bad' : '')}, rule.id), el('span', {class: 'class ' + rule.class}, rule.class), el('span', {class: 'text'}, rule.text)],
    () => ruleBody(rule));
  node.rule = rule;
  return node;
}

function rulesSection() {
  const groups = law.subjects.map((subject, i) => {
    const nodes = law.rules.filter(rule => rule.subject === i).map(ruleNode);
    const group = el('div', {class: 'group'}, el('h3', {}, subject), nodes);
    group.nodes = nodes;
    return group;
  });
  const section = el('section', {id: 'rules'}, el('h2', {}, 'The rules'),
    el('p', {class: 'muted'}, 'law: promised by POSIX, the manual page or the kernel’s documentation. quirk: surprising, and knowingly kept. ' +
      'suspect: known, though nobody intended it, or it contradicts what is documented; it diverges. trace: what a well-formed trace must be.'), groups);
  section.update = text => groups.forEach(group => {
    group.nodes.forEach(node => { node.hidden = !matches(node.rule, text); });
    group.hidden = group.nodes.every(node => node.hidden);
  });
  return section;
}

function openRule(id) {
  const node = document.getElementById('rule-' + id);
  if (!node) return;
  node.hidden = false;
  node.parentNode.hidden = false;
  show(node);
  node.scrollIntoView({block: 'start'});
  node.querySelector('summary').focus({preventScroll: true});
}
