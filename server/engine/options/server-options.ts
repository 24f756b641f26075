import type { JsonValue } from '../../../schemas/model/data.ts';
import type { Problem } from '../../../schemas/protocol/problem.ts';
import type { OptionHash } from '../../../schemas/protocol/rest.ts';
import { catalogue } from './catalogue.ts';
import { expectation, shownDefault, type OptionRow, type OptionValue } from './option-row.ts';
import { readOptionJson } from './option-values.ts';
import type { EngineOptions } from './options.ts';
import { optionProblems } from './problems.ts';
import { nearestName } from '../../base/nearest-name.ts';

export type Profile = 'dev' | 'server';

/** What the dev profile changes of the manual's defaults (design section 9). */
const devDefaults: Readonly<Record<string, OptionValue>> = { recover_delay: 2, async_delay: 30, 'auto-recover': true };

/** The options of one running engine: catalogue, profile, file and command line, in rising rank; changed by the API. */
export class ServerOptions implements EngineOptions {
  readonly profile: Profile;
  readonly #values: Map<string, OptionValue>;
  readonly #changed = new Map<string, OptionValue>();
  readonly #listeners = new Set<(name: string) => void>();

  constructor(profile: Profile, values: ReadonlyMap<string, OptionValue> = new Map()) {
    this.profile = profile;
    this.#values = new Map(values);
  }

  number(name: string): number {
    const value = this.#value(name, 'int');
    return typeof value === 'number' ? value : 0;
  }

  text(name: string): string {
    const value = this.#value(name, 'string');
    return typeof value === 'string' ? value : '';
  }

  flag(name: string): boolean {
    return this.#value(name, 'bool') === true;
  }

  list(name: string): readonly string[] {
    const value = this.#value(name, 'list');
    return Array.isArray(value) ? (value as readonly string[]) : [];
  }

  onChange(listener: (name: string) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** Every option as `GET system/options` shows it (manual: option hash). */
  describe(): readonly OptionHash[] {
    return [...catalogue.values()].map((row) => this.#describe(row));
  }

  /** Changes options at run time: all of them, or none when one is wrong. */
  set(changes: Readonly<Record<string, JsonValue>>): readonly Problem[] {
    const checked = Object.entries(changes).map(([name, value]) => readChange(stripDomain(name), value));
    const problems = checked.flatMap((change) => ('problem' in change ? [change.problem] : []));
    if (problems.length > 0) return problems;
    for (const change of checked) {
      if ('value' in change) this.#apply(change.name, change.value);
    }
    return [];
  }

  /** Options changed since the start, with the values in force. */
  changed(): ReadonlyMap<string, OptionValue> {
    return new Map(this.#changed);
  }

  #apply(name: string, value: OptionValue): void {
    this.#values.set(name, value);
    this.#changed.set(name, value);
    this.#listeners.forEach((listener) => listener(name));
  }

  #describe(row: OptionRow): OptionHash {
    const value = this.#current(row);
    return {
      name: row.name,
      value: row.secret && value !== null ? '(secret)' : value,
      default: this.#default(row),
      expects: expectation(row),
      desc: row.effective ? row.text : `${row.text} No effect in this version.`,
      'startup-only': row.startupOnly,
      status: row.startupOnly ? 'locked' : 'unlocked',
      workflow: row.workflow,
    };
  }

  #value(name: string, type: OptionRow['type']): OptionValue | null {
    const row = catalogue.get(name);
    if (row?.type !== type) throw new Error(`No option ${name} of type ${type}`);
    return this.#current(row);
  }

  #current(row: OptionRow): OptionValue | null {
    return this.#values.get(row.name) ?? this.#default(row);
  }

  #default(row: OptionRow): OptionValue | null {
    return (this.profile === 'dev' ? devDefaults[row.name] : undefined) ?? row.default;
  }
}

type Change = { readonly name: string; readonly value: OptionValue } | { readonly problem: Problem };

function readChange(name: string, value: JsonValue): Change {
  const row = catalogue.get(name);
  if (row === undefined) return { problem: unknownOption(name) };
  if (row.startupOnly) return { problem: optionProblems.problem('ORDO-OPT-016', { name }) };
  return checkedChange(row, value);
}

function checkedChange(row: OptionRow, value: unknown): Change {
  const read = readOptionJson(row, value);
  if (read.ok) return { name: row.name, value: read.value };
  const values = { name: row.name, expects: expectation(row), value: read.shown, default: shownDefault(row) };
  return { problem: optionProblems.problem('ORDO-OPT-008', values) };
}

function unknownOption(name: string): Problem {
  const meant = nearestName(name, catalogue.keys());
  const hint = meant === undefined ? '`GET system/options` lists all of them.' : `Did you mean \`${meant}\`?`;
  return optionProblems.problem('ORDO-OPT-006', { name, hint });
}

function stripDomain(name: string): string {
  return name.replace(/^(qorus|ordo)\./, '');
}

/** Reads `name=value` arguments of the command line (manual: `qorus opt=value`, no domain needed). */
export function readOptionArguments(texts: readonly string[]): {
  readonly values: ReadonlyMap<string, OptionValue>;
  readonly problems: readonly Problem[];
} {
  const values = new Map<string, OptionValue>();
  const problems: Problem[] = [];
  for (const text of texts) {
    const match = /^([\w.-]+)\s*=\s*([\s\S]*)$/.exec(text.trim());
    const row = catalogue.get(stripDomain(match?.[1] ?? ''));
    if (match === null) problems.push(optionProblems.problem('ORDO-OPT-018', { text: text.slice(0, 100) }));
    else if (row === undefined) problems.push(unknownOption(stripDomain(match[1] ?? '')));
    else {
      const change = checkedChange(row, match[2]);
      if ('problem' in change) problems.push(change.problem);
      else values.set(change.name, joinRepeated(row, values.get(row.name), change.value));
    }
  }
  return { values, problems };
}

function joinRepeated(row: OptionRow, earlier: OptionValue | undefined, value: OptionValue): OptionValue {
  if (!row.repeatable || !Array.isArray(earlier) || !Array.isArray(value)) return value;
  return [...(earlier as readonly string[]), ...(value as readonly string[])];
}
