// SPDX-License-Identifier: Apache-2.0
// The axis of a timeline. Instants of a trace lie 100 ns and 10 s apart, and what the law is about is their order: so
// the axis keeps the order, and the space between two neighbours grows with the logarithm of their distance.

function makeAxis(instants, toScale) {
  const points = [...new Set(instants)].sort((a, b) => a - b);
  const gaps = points.slice(1).map((point, i) => point - points[i]);
  const weights = gaps.map(gap => toScale ? gap : 0.8 + Math.log10(1 + gap));
  const width = Math.max(520, Math.min(1600, 22 * points.length));
  const margin = 10;
  const whole = weights.reduce((sum, weight) => sum + weight, 0) || 1;
  const xs = [margin];
  weights.forEach(weight => xs.push(xs.at(-1) + weight * (width - 2 * margin) / whole));
  const x = at => {
    let i = points.findIndex(point => point >= at);
    if (i < 0) return width - margin;
    if (points[i] === at || i === 0) return xs[i];
    return xs[i - 1] + (at - points[i - 1]) / gaps[i - 1] * (xs[i] - xs[i - 1]);
  };
  return {width, x, points, xs, gaps};
}

// The head of the picture: where the instants lie, and how far apart the wide ones are.
function axisHead(axis) {
  const marks = axis.xs.map(x => svg('line', {x1: x, x2: x, y1: 22, y2: 28, class: 'tick'}));
  const labels = [];
  let free = 0;
  axis.gaps.forEach((gap, i) => {
    const text = about(gap);
    const middle = (axis.xs[i] + axis.xs[i + 1]) / 2;
    const half = 3.2 * text.length;
    if (axis.xs[i + 1] - axis.xs[i] < 2 * half - 6 || middle - half < free) return;
    free = middle + half + 4;
    labels.push(svg('text', {x: middle, y: 15, 'text-anchor': 'middle'}, text));
  });
  return svg('svg', {width: axis.width, height: 28, class: 'axis', role: 'img', 'aria-label': 'distances between instants'},
    svg('line', {x1: axis.xs[0], x2: axis.xs.at(-1), y1: 25, y2: 25, class: 'tick'}), marks, labels);
}
