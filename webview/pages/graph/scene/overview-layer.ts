import { nodeHeight, nodeWidth, type NodeLook } from './node-look.ts';
import { svg } from './svg.ts';
import type { Point } from './viewport.ts';

const tones = ['plain', 'good', 'bad', 'waiting', 'active', 'error', 'dim', 'match', 'selected'] as const;
type Tone = (typeof tones)[number];

/** From afar a step is a rectangle: all of one tone are one path. */
export class OverviewLayer {
  readonly #paths = new Map<Tone, SVGPathElement>();

  constructor(layer: SVGGElement) {
    for (const tone of tones) {
      const path = svg('path', { class: `overview ${tone}` });
      this.#paths.set(tone, path);
      layer.append(path);
    }
  }

  show(looks: readonly { look: NodeLook; at: Point }[]): void {
    const parts = new Map<Tone, string>();
    for (const { look, at } of looks) {
      const tone = toneOf(look);
      parts.set(tone, `${parts.get(tone) ?? ''}M${at.x} ${at.y}h${nodeWidth}v${nodeHeight}h${-nodeWidth}z`);
    }
    for (const tone of tones) this.#paths.get(tone)?.setAttribute('d', parts.get(tone) ?? '');
  }
}

function toneOf(look: NodeLook): Tone {
  if (look.isSelected) return 'selected';
  if (look.isMatch) return 'match';
  if (look.isDim) return 'dim';
  if (look.live) return look.live.tone;
  return look.isError ? 'error' : 'plain';
}
