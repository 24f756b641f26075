import type { StepOrderTypes } from '../types/step-orders.ts';

/**
 * The order types that source files name as `OrderOf<'step'>`: what is found in a file holds as long as these do. A step that
 * is added to a workflow changes the types of its own classes only.
 */
export class NamedOrderTypes {
  readonly #textOf: (file: string) => string;
  readonly #known = new Map<string, { readonly version: string; readonly steps: readonly string[] | undefined }>();

  constructor(textOf: (file: string) => string) {
    this.#textOf = textOf;
  }

  /** The types that a file of this version names. One that speaks of them in another way may mean any, and so gets all. */
  in(file: string, version: string, types: StepOrderTypes): string {
    let known = this.#known.get(file);
    if (known?.version !== version) this.#known.set(file, (known = { version, steps: namedSteps(this.#textOf(file)) }));
    return known.steps?.map((step) => types.byStep.get(step) ?? '-').join('\n') ?? types.text;
  }
}

/** Names of the steps whose order types a source names; undefined when it may mean any. */
export function namedSteps(source: string): readonly string[] | undefined {
  const named = [...source.matchAll(namedUse)];
  if (source.includes('StepOrders') || [...source.matchAll(anyUse)].length !== named.length) return undefined;
  return named.map(([, name = '']) => name);
}

const anyUse = /\bOrderOf\b\s*</g;
const namedUse = /\bOrderOf\b\s*<\s*['"]([^'"\\\n]*)['"]\s*>/g;
