import type { ObjectKind } from '../project.ts';

/** A key that holds the name of another object, or a list of such names. */
export interface ReferenceKey {
  readonly kind: ObjectKind;
  /** Written as `name:version`. */
  readonly withVersion?: boolean;
  /** The list holds hashes with the name in this key. */
  readonly member?: string;
  /** Kinds of object whose key means a reference. */
  readonly only?: readonly ObjectKind[];
}

/** Keys that hold the name of another object, or a list of such names. A new reference is a new row. */
export const referenceKeys: Readonly<Record<string, ReferenceKey>> = {
  queue: { kind: 'queue', only: ['step'] },
  event: { kind: 'event', only: ['step'] },
  errors: { kind: 'errors', only: ['workflow'] },
  groups: { kind: 'group' },
  classes: { kind: 'class' },
  requires: { kind: 'class', only: ['class', 'mapper-code'] },
  functions: { kind: 'function' },
  constants: { kind: 'constant' },
  mappers: { kind: 'mapper', withVersion: true },
  'mapper-code': { kind: 'mapper-code', withVersion: true, only: ['mapper'] },
  vmaps: { kind: 'value-map' },
  fsm: { kind: 'fsm', member: 'name' },
};
