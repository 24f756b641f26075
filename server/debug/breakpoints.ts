import type { DebugProtocol } from '@vscode/debugprotocol';
import type { Hold } from '../../schemas/protocol/debug.ts';
import type { Project } from '../language/project.ts';
import { stepAtLine } from './step-places.ts';
import { type DataWatch, type ExceptionFilter, type Hits, type StepBreakpoint, valueAt } from './stop-rules.ts';

const filterNames: readonly ExceptionFilter[] = ['error', 'recovery', 'validation'];

/** All breakpoints of a session, in files, by name and on data. */
export class Breakpoints {
  readonly hits: Hits = new Map();
  readonly #project: () => Project | undefined;
  readonly #inFiles = new Map<string, readonly StepBreakpoint[]>();
  #byName: readonly StepBreakpoint[] = [];
  #onData: readonly DataWatch[] = [];
  #filters: ReadonlySet<ExceptionFilter> = new Set(['error']);
  #lastId = 0;

  constructor(project: () => Project | undefined) {
    this.#project = project;
  }

  get all(): readonly StepBreakpoint[] {
    return [...[...this.#inFiles.values()].flat(), ...this.#byName];
  }

  get filters(): ReadonlySet<ExceptionFilter> {
    return this.#filters;
  }

  get watched(): readonly DataWatch[] {
    return this.#onData;
  }

  /** Binds each line to a step; a file that is none of ours is answered at once, unverified. */
  setInFile({ source, breakpoints = [] }: DebugProtocol.SetBreakpointsArguments): DebugProtocol.Breakpoint[] {
    const file = source.path ?? '';
    const bound: StepBreakpoint[] = [];
    const answers = breakpoints.map((wanted): DebugProtocol.Breakpoint => {
      const id = this.#nextId();
      const project = this.#project();
      const meaning =
        project === undefined
          ? ({ kind: 'none', why: 'The project is not read yet.' } as const)
          : stepAtLine(project, file, wanted.line);
      if (meaning.kind === 'step') {
        bound.push({ id, step: meaning.step, ...conditionsOf(wanted) });
        return { id, verified: true, line: meaning.line, source };
      }
      const message = meaning.kind === 'code' ? 'Bound by the JavaScript debugger.' : meaning.why;
      return { id, verified: false, line: wanted.line, source, message };
    });
    this.#inFiles.set(file, bound);
    return answers;
  }

  setByName({ breakpoints }: DebugProtocol.SetFunctionBreakpointsArguments): DebugProtocol.Breakpoint[] {
    const bound: StepBreakpoint[] = [];
    const known = new Set(
      this.#project()?.objects.flatMap(({ kind, name, version }) =>
        kind === 'step' ? [name, `${name}:${version ?? ''}`] : [],
      ),
    );
    const answers = breakpoints.map((wanted): DebugProtocol.Breakpoint => {
      const id = this.#nextId();
      if (!known.has(wanted.name)) return { id, verified: false, message: `There is no step "${wanted.name}".` };
      bound.push({ id, step: wanted.name, ...conditionsOf(wanted) });
      return { id, verified: true };
    });
    this.#byName = bound;
    return answers;
  }

  setFilters(filters: readonly string[]): void {
    this.#filters = new Set(filterNames.filter((name) => filters.includes(name)));
  }

  setOnData(wanted: readonly DebugProtocol.DataBreakpoint[], hold: Hold | undefined): DebugProtocol.Breakpoint[] {
    this.#onData = wanted.map(({ dataId }) => {
      const path = dataId.split('\u0000');
      return { path, before: hold && valueAt(hold, path) };
    });
    return wanted.map(() => ({ id: this.#nextId(), verified: true }));
  }

  /** What the next change of watched data is measured against. */
  remember(hold: Hold): void {
    this.#onData = this.#onData.map(({ path }) => ({ path, before: valueAt(hold, path) }));
  }

  forgetHits(): void {
    this.hits.clear();
  }

  #nextId(): number {
    this.#lastId += 1;
    return this.#lastId;
  }
}

function conditionsOf(wanted: DebugProtocol.SourceBreakpoint | DebugProtocol.FunctionBreakpoint) {
  const { condition, hitCondition } = wanted;
  const logMessage = 'logMessage' in wanted ? wanted.logMessage : undefined;
  return {
    ...(condition === undefined || condition === '' ? {} : { condition }),
    ...(hitCondition === undefined || hitCondition === '' ? {} : { hitCondition }),
    ...(logMessage === undefined || logMessage === '' ? {} : { logMessage }),
  };
}
