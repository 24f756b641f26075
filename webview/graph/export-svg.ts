import { edgePath } from './edge-path.ts';
import type { Box, Layout } from './layout.ts';

/** What is written into a box and beside an area; places come from the layout. */
export interface SvgSource {
  readonly title: string;
  readonly layout: Layout;
  readonly nodes: ReadonlyMap<string, { readonly title: string; readonly detail: string; readonly isArray: boolean }>;
  readonly segmentNames: ReadonlyMap<number, string>;
  /** Dependencies that say nothing new, as `from to`. */
  readonly redundant: ReadonlySet<string>;
}

/** Colours as the theme has them now: a picture outside the window has no theme. */
export interface SvgColors {
  readonly background: string;
  readonly foreground: string;
  readonly muted: string;
  readonly box: string;
  readonly border: string;
  readonly edge: string;
  readonly segment: string;
  readonly font: string;
}

const margin = 24;

/** The picture as an SVG text that stands alone: no scripts, no outside resources, readable by screen readers. */
export function exportSvg(source: SvgSource, colors: SvgColors): string {
  const { layout } = source;
  const frame = {
    x: layout.x - margin,
    y: layout.y - margin,
    width: layout.width + 2 * margin,
    height: layout.height + 2 * margin,
  };
  const parts = [
    `<svg xmlns="http://www.w3.org/2000/svg" role="img" width="${frame.width}" height="${frame.height}" viewBox="${frame.x} ${frame.y} ${frame.width} ${frame.height}" font-family="${escape(colors.font)}" font-size="13">`,
    `<title>${escape(source.title)}</title>`,
    `<defs><marker id="arrow" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="8" markerHeight="8" orient="auto"><path d="M0 0L8 4L0 8z" fill="${escape(colors.edge)}"/></marker></defs>`,
    rect(frame, `fill="${escape(colors.background)}"`),
    ...segments(source, colors),
    ...edges(source, colors),
    ...nodes(source, colors),
    '</svg>',
  ];
  return `${parts.join('\n')}\n`;
}

function segments({ layout, segmentNames }: SvgSource, colors: SvgColors): string[] {
  if (layout.segments.length < 2) return [];
  return layout.segments.flatMap((area) => [
    rect(area, `rx="6" fill="none" stroke="${escape(colors.segment)}" stroke-dasharray="4 3"`),
    label(
      area.x + 8,
      area.y + 15,
      segmentNames.get(area.number) ?? '',
      `fill="${escape(colors.muted)}" font-size="11"`,
    ),
  ]);
}

function edges({ layout, redundant }: SvgSource, colors: SvgColors): string[] {
  return layout.edges.map(({ from, to, points }) => {
    const dash = redundant.has(`${from} ${to}`) ? ' stroke-dasharray="2 3"' : '';
    return `<path d="${edgePath(points, layout.direction)}" fill="none" stroke="${escape(colors.edge)}"${dash} marker-end="url(#arrow)"/>`;
  });
}

function nodes({ layout, nodes: texts }: SvgSource, colors: SvgColors): string[] {
  return [...layout.nodes].flatMap(([id, place]) => {
    const text = texts.get(id) ?? { title: id, detail: '', isArray: false };
    const look = `rx="4" fill="${escape(colors.box)}" stroke="${escape(colors.border)}"`;
    const middle = place.y + place.height / 2;
    return [
      ...(text.isArray ? [rect({ ...place, x: place.x + 4, y: place.y - 4 }, look)] : []),
      rect(place, look),
      label(place.x + 12, middle - (text.detail === '' ? -4 : 4), text.title, `fill="${escape(colors.foreground)}"`),
      ...(text.detail === ''
        ? []
        : [label(place.x + 12, middle + 14, text.detail, `fill="${escape(colors.muted)}" font-size="11"`)]),
    ];
  });
}

function rect({ x, y, width, height }: Box, look: string): string {
  return `<rect x="${x}" y="${y}" width="${width}" height="${height}" ${look}/>`;
}

function label(x: number, y: number, text: string, look: string): string {
  return `<text x="${x}" y="${y}" ${look}>${escape(text)}</text>`;
}

function escape(text: string): string {
  // Characters that XML cannot hold at all are left out.
  const clean = text.replace(
    /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g,
    '',
  );
  return clean.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
