import path from 'node:path';
import type { ObjectKind } from '../project.ts';

/** What the kinds of object differ in; a new kind is a new row. */
export interface KindRow {
  /** Name for people, in a sentence after "a". */
  readonly label: string;
  /** Identified by name and version; the others by name alone. */
  readonly hasVersion: boolean;
  /** Key that holds the name; none: the file's own base name. */
  readonly nameKey?: 'name' | 'path';
  /** Ends of file names that say the kind: ours first, then the manuals' own. */
  readonly suffixes: readonly string[];
  /** Whether code belongs to it, and of what sort. */
  readonly code?: 'required' | 'with-class' | 'optional';
}

export const kindRows: Readonly<Record<ObjectKind, KindRow>> = {
  workflow: { label: 'workflow', hasVersion: true, nameKey: 'name', suffixes: ['workflow', 'qwf'], code: 'with-class' },
  step: { label: 'step', hasVersion: true, nameKey: 'name', suffixes: ['step', 'qstep'], code: 'required' },
  job: { label: 'job', hasVersion: true, nameKey: 'name', suffixes: ['job', 'qjob'], code: 'required' },
  service: { label: 'service', hasVersion: true, nameKey: 'name', suffixes: ['service', 'qsd'], code: 'required' },
  class: { label: 'class', hasVersion: true, nameKey: 'name', suffixes: ['class', 'qclass'], code: 'required' },
  mapper: { label: 'mapper', hasVersion: true, nameKey: 'name', suffixes: ['mapper', 'qmapper'] },
  'mapper-code': {
    label: 'mapper-code object',
    hasVersion: true,
    nameKey: 'name',
    suffixes: ['mapper-code', 'qmc'],
    code: 'required',
  },
  'value-map': { label: 'value map', hasVersion: false, nameKey: 'name', suffixes: ['value-map', 'qvmap'] },
  queue: { label: 'queue', hasVersion: false, nameKey: 'name', suffixes: ['queue', 'qqueue'] },
  event: { label: 'synchronization event', hasVersion: false, nameKey: 'name', suffixes: ['event', 'qevent'] },
  group: { label: 'group', hasVersion: false, nameKey: 'name', suffixes: ['group', 'qgroup'] },
  errors: { label: 'set of error definitions', hasVersion: false, nameKey: 'name', suffixes: ['errors', 'qerrors'] },
  fsm: { label: 'flow diagram', hasVersion: false, nameKey: 'name', suffixes: ['fsm', 'qfsm'] },
  pipeline: { label: 'pipeline', hasVersion: false, nameKey: 'name', suffixes: ['pipeline', 'qpipe'] },
  type: { label: 'data type', hasVersion: false, nameKey: 'path', suffixes: ['type', 'qtype'] },
  connection: { label: 'connection', hasVersion: false, nameKey: 'name', suffixes: ['connection', 'qconn'] },
  function: { label: 'function', hasVersion: true, nameKey: 'name', suffixes: ['function', 'qfd'], code: 'optional' },
  constant: {
    label: 'constant',
    hasVersion: true,
    nameKey: 'name',
    suffixes: ['constant', 'qconst'],
    code: 'optional',
  },
  'config-item-values': { label: 'set of configuration values', hasVersion: false, suffixes: ['config-item-values'] },
};

const kindBySuffix = new Map<string, ObjectKind>(
  Object.entries(kindRows).flatMap(([kind, row]) =>
    row.suffixes.map((suffix) => [suffix, kind as ObjectKind] as const),
  ),
);

/** True for one of our kinds. */
export function isObjectKind(word: unknown): word is ObjectKind {
  return typeof word === 'string' && Object.hasOwn(kindRows, word);
}

/** The kind that a file's name says (`pay.step.yaml`, `pay-1.0.qstep.yaml`), if it says one. */
export function kindOfFileName(file: string): ObjectKind | undefined {
  const match = /\.([a-z-]+)\.ya?ml$/i.exec(file);
  return match ? kindBySuffix.get((match[1] ?? '').toLowerCase()) : undefined;
}

/** A base name without our suffix, version part included: `pay` for `pay.step.yaml`. */
export function baseName(file: string): string {
  const withoutExtension = path.basename(file).replace(/\.ya?ml$/i, '');
  return kindOfFileName(file) ? withoutExtension.replace(/\.[^.]+$/, '') : withoutExtension;
}
