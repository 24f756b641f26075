import type { WorkspaceView } from '../objects/workspace-view.ts';
import type { YamlObject } from '../objects/yaml-object.ts';
import type { ClassUses } from './class-uses.ts';

/** Which workflows use a step, and what these declare for it. Made once per check. */
export class StepUsers {
  readonly #workspace: WorkspaceView;
  readonly #byStep = new Map<string, YamlObject[]>();
  readonly #errors = new Map<YamlObject | undefined, ReadonlyMap<string, string>>();
  readonly #uses: ReadonlyMap<string, ClassUses> | undefined;
  readonly #written = new Map<YamlObject, readonly string[] | null>();

  /** `uses` by `name:version` of the step, when the code of all steps has been looked at. */
  constructor(workspace: WorkspaceView, uses: ReadonlyMap<string, ClassUses> | undefined) {
    this.#workspace = workspace;
    this.#uses = uses;
    for (const object of workspace.objects)
      for (const { identity } of object.graph?.steps ?? []) {
        const users = this.#byStep.get(identity);
        if (users) users.push(object);
        else this.#byStep.set(identity, [object]);
      }
  }

  /** The workflows whose orders the code of this object sees. */
  of(object: YamlObject): readonly YamlObject[] {
    return object.kind === 'workflow' ? [object] : (this.#byStep.get(object.identity) ?? []);
  }

  /** Status by name of all errors that are defined in the project; those of the step's own workflows win. */
  errors(object: YamlObject): ReadonlyMap<string, string> {
    const own = this.of(object).flatMap((workflow) => this.#workspace.find('errors', workflow.text('errors') ?? ''));
    const all = this.#definitions(
      undefined,
      this.#workspace.objects.filter(({ kind }) => kind === 'errors'),
    );
    if (own.length === 0) return all;
    return this.#definitions(own[0], own, all);
  }

  /** Keys of dynamic data that some step of each of its workflows writes; undefined when others may write more. */
  dataWritten(object: YamlObject): readonly string[] | undefined {
    const lists = this.of(object).map((workflow) => this.#writtenIn(workflow));
    if (lists.length === 0 || lists.includes(null)) return undefined;
    return lists.flatMap((list) => list ?? []);
  }

  #writtenIn(workflow: YamlObject): readonly string[] | null {
    const known = this.#written.get(workflow);
    if (known !== undefined) return known;
    const steps = (workflow.graph?.steps ?? []).map(({ identity }) => this.#uses?.get(identity));
    // A step without code that is understood, and a class of the workflow itself, may write anything.
    const isOpen = workflow.node(['class-name']) !== undefined || steps.some((uses) => !uses || uses.writesAnything);
    const written = isOpen ? null : steps.flatMap((uses) => uses?.dataWritten ?? []);
    this.#written.set(workflow, written);
    return written;
  }

  #definitions(
    key: YamlObject | undefined,
    objects: readonly YamlObject[],
    more: ReadonlyMap<string, string> = new Map(),
  ): ReadonlyMap<string, string> {
    const known = this.#errors.get(key);
    if (known) return known;
    const found = new Map(more);
    for (const object of objects) for (const [name, status] of definitionsOf(object)) found.set(name, status);
    this.#errors.set(key, found);
    return found;
  }
}

/** Names and statuses of the definitions in an errors object. */
function definitionsOf(object: YamlObject): readonly (readonly [string, string])[] {
  const { errors } = object.data;
  if (!Array.isArray(errors)) return [];
  return errors.flatMap((error) => {
    if (typeof error !== 'object' || error === null || Array.isArray(error)) return [];
    const { name, status, retry_flag: isRetried } = error;
    if (typeof name !== 'string') return [];
    return [[name, typeof status === 'string' ? status : isRetried === true ? 'RETRY' : 'ERROR'] as const];
  });
}
