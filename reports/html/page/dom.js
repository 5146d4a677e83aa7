// SPDX-License-Identifier: Apache-2.0
// Elements, numbers and the results. Whatever comes from the results becomes text nodes and attributes, never markup.
'use strict';

const results = JSON.parse(document.getElementById('results').textContent);

function fill(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes || {})) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith('on')) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? '' : value);
  }
  node.append(...children.flat(9).filter(child => child !== undefined && child !== null && child !== false));
  return node;
}

const el = (tag, attributes, ...children) => fill(document.createElement(tag), attributes, children);
const svg = (tag, attributes, ...children) =>
  fill(document.createElementNS('http://www.w3.org/2000/svg', tag), attributes, children);

// `1.0101 ms`: exact, in the largest unit that leaves a whole part.
function duration(ns) {
  const value = Number(ns);
  const size = Math.abs(value);
  const [unit, length] = size >= 1e9 ? ['s', 1e9] : size >= 1e6 ? ['ms', 1e6] : size >= 1e3 ? ['µs', 1e3] : ['ns', 1];
  const text = size >= 1e15 ? (value / length).toPrecision(4) : String(+(value / length).toFixed(9));
  return (value < 0 ? text.replace('-', '−') : text) + ' ' + unit;
}
// The same to three digits, for labels.
function about(ns) {
  const value = Number(ns);
  const size = Math.abs(value);
  const [unit, length] = size >= 1e9 ? ['s', 1e9] : size >= 1e6 ? ['ms', 1e6] : size >= 1e3 ? ['µs', 1e3] : ['ns', 1];
  return +(value / length).toPrecision(3) + ' ' + unit;
}

// A number that a click copies.
const value = (shown, copied) =>
  el('span', {class: 'value', 'data-copy': copied === undefined ? shown : copied, title: 'click to copy'}, shown);
const instant = ns => value(duration(ns), String(ns));

const percent = (part, whole) => whole ? (100 * part / whole).toFixed(1) + ' %' : '–';
const plural = (count, one, many) => count + ' ' + (count === 1 ? one : many || one + 's');

// A <details> whose body is made when it is first opened.
function folded(attributes, summary, body) {
  const details = el('details', attributes, el('summary', {}, summary));
  const make = () => {
    if (!details.made) {
      details.made = true;
      details.append(...[body()].flat(9).filter(Boolean));
    }
  };
  details.make = make;
  details.addEventListener('toggle', () => details.open && make());
  return details;
}

function show(details) {
  details.make();
  details.open = true;
}

function note(text) {
  const box = document.getElementById('note');
  box.textContent = text;
  box.className = 'shown';
  clearTimeout(note.timer);
  note.timer = setTimeout(() => { box.className = ''; }, 1800);
}

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const area = el('textarea', {class: 'offscreen'});
    document.body.append(area);
    area.value = text;
    area.select();
    document.execCommand('copy');
    area.remove();
  }
  note('copied: ' + (text.length > 60 ? text.slice(0, 60) + ' …' : text));
}

const copyable = (text, label) =>
  el('div', {class: 'copyable'}, el('pre', {}, text),
    el('button', {onclick: () => copy(text), 'aria-label': 'copy ' + label}, 'copy'));
