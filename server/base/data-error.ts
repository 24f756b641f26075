export type DataPath = readonly (string | number)[];

export interface DataLimits {
  /** UTF-8 bytes of the encoded text. */
  readonly maxBytes?: number;
  readonly maxDepth?: number;
}

/** Order data that cannot be stored or read; `path` says where, for example `items[2].price`. */
export class DataError extends Error {
  readonly code = 'ORDER-DATA-ERROR';
  readonly path: string;
  constructor(path: DataPath, what: string) {
    super(`${pathText(path)} ${what}.`);
    this.name = 'DataError';
    this.path = pathText(path);
  }
}

/** `items[2].price`, or "The data" for the whole. */
export function pathText(path: DataPath): string {
  if (path.length === 0) return 'The data';
  const shown = path.length > 12 ? [...path.slice(0, 6), '…', ...path.slice(-5)] : path;
  return shown.map((part, i) => partText(part, i === 0)).join('');
}

function partText(part: string | number, isFirst: boolean): string {
  if (typeof part === 'number') return `[${part}]`;
  if (!/^[\p{L}_$…][\p{L}\p{N}_$-]*$/u.test(part)) return `[${JSON.stringify(part.slice(0, 80))}]`;
  return isFirst ? part : `.${part}`;
}
