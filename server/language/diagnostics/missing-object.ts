import type { ProblemRange } from '../../../schemas/protocol/problem.ts';
import { kindRows } from '../objects/object-kinds.ts';
import type { WorkspaceView } from '../objects/workspace-view.ts';
import type { ObjectKind } from '../project.ts';
import { nearestName } from '../../base/nearest-name.ts';
import { didYouMean, quotedList } from '../words/sentences.ts';
import type { Report } from './rule.ts';

export interface MissingObject {
  readonly kind: ObjectKind;
  readonly name: string;
  readonly version?: string;
  readonly range: ProblemRange;
  /** It belongs to code of another system, which loads it itself. */
  readonly isForeign?: boolean;
  /** The reference is written as `name:version`. */
  readonly withVersion: boolean;
}

/** Reports a reference to an object that is not there: another version of it, a similar name, or nothing at all. */
export function reportMissingObject(report: Report, workspace: WorkspaceView, missing: MissingObject): void {
  const { kind, name, version, range } = missing;
  const label = kindRows[kind].label;
  const versions = workspace.find(kind, name).flatMap((object) => object.version ?? []);
  if (version !== undefined && versions.length > 0) {
    const text = `${name}:${versions.at(-1) ?? ''}`;
    const values = { kind: label, name, version, versions: quotedList(versions) };
    report('ORDO-REF-002', range, values, { data: { fix: 'replace', text } });
    return;
  }
  const suggestion = nearestName(name, workspace.namesOf(kind));
  // A name that resembles one of this project is misspelt; any other may live elsewhere.
  if (missing.isForeign === true && suggestion === undefined) {
    report('ORDO-REF-005', range, { kind: `${label.charAt(0).toUpperCase()}${label.slice(1)}`, name });
    return;
  }
  const text = suggestion === undefined ? undefined : reference(suggestion, missing, workspace);
  const code = kind === 'group' ? 'ORDO-REF-004' : 'ORDO-REF-001';
  const data =
    text === undefined
      ? { fix: 'create', kind, name, ...(version === undefined ? {} : { version }) }
      : { fix: 'replace', text };
  report(code, range, { kind: label, name, hint: didYouMean(text) }, { data });
}

function reference(name: string, missing: MissingObject, workspace: WorkspaceView): string {
  if (!missing.withVersion) return name;
  const versions = workspace.find(missing.kind, name).flatMap((object) => object.version ?? []);
  const version =
    missing.version !== undefined && versions.includes(missing.version) ? missing.version : versions.at(-1);
  return version === undefined ? name : `${name}:${version}`;
}
