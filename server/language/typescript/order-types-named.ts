import type { StepOrderTypes } from '../types/step-orders.ts';

/**
 * The order types that a source names as `OrderOf<'step'>`. One that speaks of them in another way may mean any, and so
 * gets all. A step that is added to a workflow changes the types of its own classes only.
 */
export function orderTypesNamedIn(source: string, types: StepOrderTypes): string {
  const isOrdinary = !source.includes('StepOrders') && count(source, anyUse) === count(source, namedUse);
  if (!isOrdinary) return types.text;
  return [...source.matchAll(namedUse)].map(([, name = '']) => types.byStep.get(name) ?? '-').join('\n');
}

const anyUse = /\bOrderOf\b\s*</g;
const namedUse = /\bOrderOf\b\s*<\s*['"]([^'"\\\n]*)['"]\s*>/g;

function count(source: string, use: RegExp): number {
  return [...source.matchAll(use)].length;
}
