import type { DebugProtocol } from '@vscode/debugprotocol';
import type { JsonValue } from '../../schemas/model/data.ts';
import type { DebugTarget, Hold } from '../../schemas/protocol/debug.ts';

/** A value that can be opened, and where in the order it stands. */
interface Opened {
  readonly value: JsonValue;
  readonly target: DebugTarget | undefined;
  readonly path: readonly string[];
}

const scopes: readonly (readonly [name: string, of: (hold: Hold) => JsonValue, target?: DebugTarget])[] = [
  ['Static Data', ({ order }) => order.staticData, 'staticData'],
  ['Dynamic Data', ({ order }) => order.dynamicData, 'dynamicData'],
  ['Step Data', ({ order }) => order.stepData, 'stepData'],
  ['Temp Data', ({ order }) => order.tempData],
  ['Order Keys', ({ order }) => order.orderKeys],
  ['Order', orderFacts],
  ['Result', ({ outcome }) => (outcome ?? null) as unknown as JsonValue],
];

/** The order's data as scopes and variables. References are of one stop: the next one makes them anew. */
export class OrderScopes {
  readonly #hold: Hold;
  readonly #opened = new Map<number, Opened>();

  constructor(hold: Hold) {
    this.#hold = hold;
  }

  /** Scopes with nothing in them are left out, but for dynamic data: its first key may be set here. */
  scopes(): DebugProtocol.Scope[] {
    return scopes.flatMap(([name, of, target]) => {
      const value = of(this.#hold);
      if (isEmpty(value) && target !== 'dynamicData') return [];
      const variablesReference = this.#open({ value: value ?? {}, target, path: [] });
      return [{ name, variablesReference, expensive: false, ...counts(value) }];
    });
  }

  /** One page of what a reference holds; `start` and `count` are those of the request. */
  variables(reference: number, start = 0, count = 0): DebugProtocol.Variable[] {
    const opened = this.#opened.get(reference);
    if (opened === undefined) return [];
    const entries = entriesOf(opened.value);
    const page = count > 0 ? entries.slice(start, start + count) : entries.slice(start, start + largestPage);
    return page.map(([name, value]) => this.variable(name, value, { ...opened, path: [...opened.path, name] }));
  }

  /** Where a variable is stored, so that it can be set or watched; undefined when it cannot. */
  place(
    reference: number,
    name: string,
  ): { readonly target: DebugTarget; readonly path: readonly string[] } | undefined {
    const opened = this.#opened.get(reference);
    return opened?.target === undefined ? undefined : { target: opened.target, path: [...opened.path, name] };
  }

  variable(name: string, value: JsonValue, place?: Omit<Opened, 'value'>): DebugProtocol.Variable {
    const isOpen = typeof value === 'object' && value !== null;
    const opened = { value, target: place?.target, path: place?.path ?? [] };
    return {
      name,
      value: preview(value),
      type: typeName(value),
      variablesReference: isOpen && !isEmpty(value) ? this.#open(opened) : 0,
      ...(place?.target === undefined ? {} : { evaluateName: expressionOf(place.target, place.path) }),
      ...(isOpen ? counts(value) : {}),
      ...(place?.target === undefined ? { presentationHint: { attributes: ['readOnly'] } } : {}),
    };
  }

  #open(opened: Opened): number {
    const reference = this.#opened.size + 1;
    this.#opened.set(reference, opened);
    return reference;
  }
}

function orderFacts({ order, step, method, mode, attempt, segmentId }: Hold): JsonValue {
  const { orderId, externalOrderId, parentOrderId, workflow, status, priority, retries, errors, warnings } = order;
  const steps = Object.fromEntries(
    order.steps.map(({ identity, ind, status: state }) => [ind === 0 ? identity : `${identity}[${ind}]`, state]),
  );
  const facts = { orderId, externalOrderId, parentOrderId, workflow, status, priority, retries, errors, warnings };
  return { ...facts, step: step.identity, ind: step.ind, method, mode, attempt, segment: segmentId, steps };
}

function entriesOf(value: JsonValue): [string, JsonValue][] {
  if (Array.isArray(value)) return value.map((item: JsonValue, index) => [String(index), item]);
  return typeof value === 'object' && value !== null
    ? Object.entries(value as Readonly<Record<string, JsonValue>>)
    : [];
}

function counts(value: JsonValue): { namedVariables?: number; indexedVariables?: number } {
  if (Array.isArray(value)) return { indexedVariables: value.length };
  return typeof value === 'object' && value !== null ? { namedVariables: Object.keys(value).length } : {};
}

function isEmpty(value: JsonValue): boolean {
  return value === null || (typeof value === 'object' && Object.keys(value).length === 0);
}

function preview(value: JsonValue): string {
  if (Array.isArray(value)) return value.length === 0 ? '[]' : `(${value.length}) ${short(JSON.stringify(value))}`;
  return short(JSON.stringify(value) ?? 'undefined');
}

function short(text: string): string {
  return text.length > longestPreview ? `${text.slice(0, longestPreview)}…` : text;
}

function typeName(value: JsonValue): string {
  if (Array.isArray(value)) return 'array';
  return value === null ? 'null' : typeof value;
}

function expressionOf(target: string, path: readonly string[]): string {
  return path.reduce((text, key) => {
    if (/^\d+$/.test(key)) return `${text}[${key}]`;
    return /^[\w$]+$/.test(key) ? `${text}.${key}` : `${text}[${JSON.stringify(key)}]`;
  }, target);
}

const longestPreview = 200;
const largestPage = 1_000;
