const codes = {
  bold: [1, 22],
  dim: [2, 22],
  red: [31, 39],
  green: [32, 39],
  yellow: [33, 39],
  cyan: [36, 39],
} as const;
export type Colour = keyof typeof codes;

/** Puts text in a colour, or leaves it as it is where colour is off. */
export type Paint = (colour: Colour, text: string) => string;

/** Colour only on a terminal, and never against NO_COLOR or a dumb terminal. */
export function paintFor(stream: { readonly isTTY?: boolean }, env: NodeJS.ProcessEnv, isAllowed: boolean): Paint {
  const hasNoColor = env['NO_COLOR'] !== undefined && env['NO_COLOR'] !== '';
  if (!isAllowed || hasNoColor || env['TERM'] === 'dumb' || stream.isTTY !== true) return (_colour, text) => text;
  return (colour, text) => `\u001b[${codes[colour][0]}m${text}\u001b[${codes[colour][1]}m`;
}

/** The text without colour codes, to measure its width. */
export function plain(text: string): string {
  return text.replaceAll(/\u001b\[\d+m/g, '');
}
