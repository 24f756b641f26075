/** A place inside `[…]` or `{…}`: what was opened before it, outermost first, and the word under way. */
export interface FlowPlace {
  readonly parts: readonly (string | number)[];
  readonly mode: 'key' | 'value' | 'item';
  /** Key of the value under way. */
  readonly key?: string;
  /** Offset in the given text where the word under way begins. */
  readonly wordStart: number;
  /** Keys that stand before it in the same `{…}`. */
  readonly siblings: readonly string[];
}

interface Frame {
  readonly type: '[' | '{';
  key: string | undefined;
  index: number;
  keys: string[];
}

/** Reads the text of a value up to a place; undefined when no bracket is open there. */
export function flowPlace(text: string): FlowPlace | undefined {
  const frames: Frame[] = [];
  let wordStart = 0;
  for (let at = 0; at < text.length; at += 1) {
    const char = text.charAt(at);
    const frame = frames.at(-1);
    if ((char === '"' || char === "'") && text.slice(wordStart, at).trim() === '') {
      const close = closingQuote(text, at, char);
      if (close === undefined) break;
      at = close;
    } else if ((char === '[' || char === '{') && text.slice(wordStart, at).trim() === '') {
      frames.push({ type: char, key: undefined, index: 0, keys: [] });
      wordStart = at + 1;
    } else if (char === ']' || char === '}') {
      frames.pop();
      wordStart = at + 1;
    } else if (char === ',' && frame) {
      frame.index += 1;
      frame.key = undefined;
      wordStart = at + 1;
    } else if (char === ':' && frame?.type === '{' && /[\s,}\]]|^$/.test(text.charAt(at + 1))) {
      frame.key = unquoted(text.slice(wordStart, at));
      frame.keys.push(frame.key);
      wordStart = at + 1;
    }
  }
  return frames.length === 0 ? undefined : placeIn(frames, text, wordStart);
}

function placeIn(frames: readonly Frame[], text: string, wordStart: number): FlowPlace {
  const parts: (string | number)[] = [];
  for (const frame of frames.slice(0, -1)) parts.push(frame.type === '[' ? frame.index : (frame.key ?? ''));
  const last = frames.at(-1) as Frame;
  const start = wordStart + (/^\s*/.exec(text.slice(wordStart))?.[0].length ?? 0);
  const siblings = last.keys.filter((key) => key !== last.key);
  if (last.type === '[') return { parts: [...parts, last.index], mode: 'item', wordStart: start, siblings: [] };
  if (last.key === undefined) return { parts, mode: 'key', wordStart: start, siblings };
  return { parts, mode: 'value', key: last.key, wordStart: start, siblings };
}

function closingQuote(text: string, at: number, quote: string): number | undefined {
  for (let index = at + 1; index < text.length; index += 1) {
    if (text.charAt(index) === '\\' && quote === '"') index += 1;
    else if (text.charAt(index) === quote) return index;
  }
  return undefined;
}

function unquoted(text: string): string {
  return text.trim().replace(/^(["'])(.*)\1$/, '$2');
}
