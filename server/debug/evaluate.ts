import vm from 'node:vm';
import type { Hold } from '../../schemas/protocol/debug.ts';
import { expressionToJavaScript } from '../language/typescript/expression.ts';

export type Evaluated = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly error: string };

/** Names of the data in expressions; `order` has the same parts and what else is known of the order. */
const names = ['staticData', 'dynamicData', 'stepData', 'tempData', 'orderKeys'] as const;
const timeoutMs = 250;

/**
 * Value of a TypeScript expression over a held order: `staticData.total > 100`. It sees copies and nothing else of this
 * process; changing them changes no order.
 */
export function evaluate(expression: string, hold: Hold): Evaluated {
  const order = structuredClone(hold.order);
  const step = { ...hold.step, method: hold.method, mode: hold.mode, attempt: hold.attempt };
  const known = Object.fromEntries(names.map((name) => [name, order[name]]));
  const context = { ...known, order, step, outcome: structuredClone(hold.outcome) };
  try {
    const value: unknown = vm.runInNewContext(expressionToJavaScript(expression), context, { timeout: timeoutMs });
    // Back to plain data of this realm; functions and the like have no meaning outside of the expression.
    return { ok: true, value: value === undefined ? undefined : (JSON.parse(JSON.stringify(value)) as unknown) };
  } catch (error) {
    return {
      ok: false,
      error: error instanceof Error ? error.message : String((error as { message?: unknown }).message),
    };
  }
}
