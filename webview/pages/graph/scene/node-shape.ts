import { fitText } from './fit-text.ts';
import { kindIcons, targetIcons } from './icons.ts';
import { nodeHeight, nodeWidth, type LiveLook, type NodeLook } from './node-look.ts';
import { svg } from './svg.ts';

/** An empty node; `drawNode` fills it, as often as its look changes, so that it keeps the focus. */
export function makeNode(id: string): SVGGElement {
  return svg('g', { class: 'node', role: 'option', tabindex: -1, 'data-step': id });
}

export function drawNode(node: SVGGElement, look: NodeLook, total: number): void {
  const classes = ['node', look.kind, look.relation, look.live?.tone ?? ''];
  if (look.isSelected) classes.push('selected');
  if (look.isMatch) classes.push('match');
  if (look.isDim) classes.push('dim');
  if (look.isError) classes.push('error');
  node.setAttribute('class', classes.filter(Boolean).join(' '));
  node.setAttribute('aria-selected', String(look.isSelected));
  node.setAttribute('aria-setsize', String(total));
  node.setAttribute('aria-posinset', String(look.place));
  // A title is the name for a screen reader, in sentences, and what the pointer is told about a text that was cut.
  node.replaceChildren(svg('title', {}, look.spoken), svg('g', { 'aria-hidden': 'true' }, ...shapes(look)));
}

function shapes(look: NodeLook): readonly SVGElement[] {
  const parts: SVGElement[] = [];
  if (look.isArray || look.count > 1) parts.push(box('stack', 6), box('stack', 3));
  parts.push(box('box', 0));
  parts.push(svg('path', { class: 'kind', transform: 'translate(10 10)', d: kindIcons[look.kind] }));
  const room = nodeWidth - 44 - (look.problems > 0 ? 18 : 0) - (look.isArray ? 18 : 0);
  parts.push(svg('text', { class: 'name', x: 33, y: 22 }, fitText(look.name, room, 'bold', 13)));
  if (look.isArray)
    parts.push(svg('text', { class: 'array', x: nodeWidth - (look.problems > 0 ? 30 : 12), y: 22 }, '[ ]'));
  parts.push(svg('text', { class: 'detail', x: 12, y: 42 }, fitText(detailOf(look), nodeWidth - 24, 'normal', 12)));
  parts.push(...footer(look));
  if (look.problems > 0) parts.push(badge(look.problems));
  parts.push(svg('circle', { class: `breakpoint ${look.breakpoint}`, cx: 0, cy: nodeHeight / 2, r: 5.5 }));
  parts.push(svg('circle', { class: 'port', r: 6 }));
  parts.push(svg('rect', { class: 'ring', x: -4, y: -4, width: nodeWidth + 8, height: nodeHeight + 8, rx: 7 }));
  return parts;
}

function box(name: string, shift: number): SVGElement {
  return svg('rect', { class: name, x: shift, y: shift, width: nodeWidth, height: nodeHeight, rx: 4 });
}

function detailOf(look: NodeLook): string {
  const version = look.version === '' ? '' : `${look.version}  `;
  return look.description === '' ? version.trim() : `${version}${look.description}`;
}

/** Status on the left, what the step works with on the right; each has the whole line when the other is absent. */
function footer(look: NodeLook): readonly SVGElement[] {
  const parts: SVGElement[] = [];
  const half = look.live !== undefined && look.target !== '' ? (nodeWidth - 24) / 2 : nodeWidth - 24;
  if (look.live) {
    const text = fitText(`${look.live.sign} ${look.live.text}`, half - 4, 'normal', 12);
    parts.push(svg('text', { class: `live ${look.live.tone}`, x: 12, y: 62 }, text));
    parts.push(...elementMarks(look.live));
  }
  if (look.target === '') return parts;
  const text = fitText(look.target, half - 20, 'normal', 12);
  const x = look.live ? nodeWidth - half - 10 : 12;
  parts.push(
    svg('path', { class: 'target', transform: `translate(${x} 51)`, d: targetIcons[look.kind] ?? '' }),
    svg('text', { class: 'target', x: x + 18, y: 62 }, text),
  );
  return parts;
}

/** A row of small marks along the lower edge, one for each element. */
function elementMarks(live: LiveLook): readonly SVGElement[] {
  if (live.elements.length < 2) return [];
  const shown = live.elements.slice(0, 40);
  const width = Math.min(10, (nodeWidth - 8) / shown.length);
  return shown.map((tone, index) =>
    svg('rect', { class: `element ${tone}`, x: 4 + index * width, y: nodeHeight - 5, width: width - 1, height: 3 }),
  );
}

function badge(problems: number): SVGElement {
  return svg(
    'g',
    { class: 'badge', transform: `translate(${nodeWidth - 15} 17)` },
    svg('circle', { r: 9 }),
    svg('text', { y: 4 }, problems > 9 ? '9+' : String(problems)),
  );
}
