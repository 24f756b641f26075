import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Diagnostic } from 'vscode-languageserver/node';
import type { EditorSettings, EngineState, WorkspaceObject } from '../../../schemas/protocol/editor.ts';
import type { SystemEvent } from '../../../schemas/protocol/event.ts';
import type { Problem } from '../../../schemas/protocol/problem.ts';
import type { Clock } from '../../base/clock.ts';
import type { Disposable } from '../../base/disposable.ts';
import type { Logger } from '../../base/logger.ts';
import { optionsFileName } from '../../base/state-folder.ts';
import { CodeTexts, readAhead, type FeatureProject } from '../../language/features/feature-project.ts';
import type { Project } from '../../language/project.ts';
import { isIgnored } from '../../language/workspace/discover.ts';
import { EngineHost } from '../engine/engine-host.ts';
import { uriOfPath } from '../uri.ts';
import { CheckLoop } from './check-loop.ts';
import { diagnosticsByUri } from './diagnostics.ts';
import { listObjects } from './objects.ts';

export interface SessionParts {
  readonly clock: Clock;
  readonly log: Logger;
  readonly settings: () => EditorSettings;
  readonly publish: (uri: string, diagnostics: readonly Diagnostic[]) => void;
  readonly onObjects: (folder: string) => void;
  readonly onEngineState: (state: EngineState) => void;
  readonly onEngineEvents: (folder: string, events: readonly SystemEvent[], missed: boolean) => void;
}

/** What the session does with its project besides checking it. */
export interface ProjectActions {
  /** Writes `.ordo/`, so that the person's own TypeScript finds the types of `ordo`. */
  writeTypes(): Promise<void>;
  close(): void | Promise<void>;
}

/** One project folder in this window: its files, its problems and its engine. */
export class ProjectSession implements Disposable {
  readonly project: Project;
  readonly uri: string;
  readonly engine: EngineHost;
  readonly #parts: SessionParts;
  readonly #actions: ProjectActions;
  readonly #loop: CheckLoop;
  readonly #codeTexts = new CodeTexts();
  readonly #ended = new AbortController();
  #features: Promise<FeatureProject> | undefined;
  #liveProblems: readonly Problem[] = [];
  #deployProblems: readonly Problem[] = [];
  #published = new Map<string, string>();
  #objects: readonly WorkspaceObject[] = [];

  constructor(project: Project, parts: SessionParts, actions: ProjectActions) {
    this.#actions = actions;
    this.project = project;
    this.uri = uriOfPath(project.root);
    this.#parts = parts;
    this.#objects = listObjects(project, []);
    this.engine = new EngineHost({
      folder: project.root,
      clock: parts.clock,
      log: parts.log,
      settings: parts.settings,
      onState: parts.onEngineState,
      onEvents: (events, missed) => parts.onEngineEvents(this.uri, events, missed),
    });
    this.#loop = new CheckLoop({
      project,
      clock: parts.clock,
      log: parts.log,
      publish: (problems) => this.#found(problems),
      settled: () => this.#writeTypes(),
    });
    this.#loop.changed();
    this.engine.watch();
  }

  get objects(): readonly WorkspaceObject[] {
    return this.#objects;
  }

  /** What the rules found last and what the last deploy found. */
  get problems(): readonly Problem[] {
    return [...this.#liveProblems, ...this.#deployProblems];
  }

  /** True for a file that belongs to the project; what is generated or installed does not. */
  holds(file: string): boolean {
    return file.startsWith(this.project.root + path.sep) && !isIgnored(this.project.root, file);
  }

  /** A text changed in an editor, or on disk (`undefined` = the file is gone). */
  updateFile(file: string, text: string | undefined): void {
    this.project.updateFile(file, text);
    this.#codeTexts.set(file, text);
    const relative = path.relative(this.project.root, file).split(path.sep).join('/');
    this.#deployProblems = this.#deployProblems.filter((problem) => problem.file !== relative);
    this.#loop.changed(relative);
  }

  /** What the features of the editor are given; its parser is loaded when it is first asked for. */
  features(): Promise<FeatureProject> {
    return (this.#features ??= this.#openFeatures());
  }

  /** What the editor was last told about a document. */
  diagnosticsOf(uri: string): readonly Diagnostic[] {
    return JSON.parse(this.#published.get(uri) ?? '[]') as readonly Diagnostic[];
  }

  /** Wall clock, milliseconds: what "next" begins from. */
  nowMs(): number {
    return this.#parts.clock.nowMicros() / 1000;
  }

  /** Takes a file as it is on disk now. */
  async readFromDisk(file: string): Promise<void> {
    this.updateFile(file, await textOf(file));
  }

  /** Settings or trust changed. */
  settingsChanged(): void {
    this.engine.watch();
    this.#loop.changed();
  }

  /** What the last deploy found stays in sight until the file it is about changes or the next deploy. */
  async showDeployProblems(problems: readonly Problem[]): Promise<void> {
    // What the rules find by themselves comes and goes with them; only what deploying alone finds is kept.
    const live = new Set((await this.project.check()).map(identity));
    this.#deployProblems = problems.filter((problem) => !live.has(identity(problem)));
    this.#publish();
  }

  async dispose(): Promise<void> {
    this.#loop.dispose();
    this.#ended.abort();
    for (const uri of this.#published.keys()) this.#parts.publish(uri, []);
    await this.engine.dispose();
    await this.#actions.close();
  }

  #found(problems: readonly Problem[]): void {
    this.#liveProblems = problems;
    this.#publish();
    const objects = listObjects(this.project, problems);
    if (JSON.stringify(objects) === JSON.stringify(this.#objects)) return;
    this.#objects = objects;
    this.#parts.onObjects(this.uri);
  }

  #publish(): void {
    const all = [...this.#liveProblems, ...this.#deployProblems];
    const byUri = diagnosticsByUri(this.project.root, all, path.join(this.project.root, optionsFileName));
    const now = new Map([...byUri].map(([uri, list]) => [uri, JSON.stringify(list)]));
    for (const uri of this.#published.keys()) if (!now.has(uri)) this.#parts.publish(uri, []);
    // Only what differs is sent: a project has hundreds of files, a keystroke changes one.
    for (const [uri, list] of byUri) if (this.#published.get(uri) !== now.get(uri)) this.#parts.publish(uri, list);
    this.#published = now;
  }

  async #openFeatures(): Promise<FeatureProject> {
    const project = await this.#codeTexts.open(this.project.workspace);
    readAhead(project, this.#ended.signal).catch((error: unknown) =>
      this.#parts.log.error(`The TypeScript of the project was not read: ${String(error)}`),
    );
    return project;
  }

  #writeTypes(): void {
    if (!this.#parts.settings().trusted || this.#objects.length === 0) return;
    this.#actions
      .writeTypes()
      .catch((error: unknown) => this.#parts.log.error(`.ordo/ was not written: ${String(error)}`));
  }
}

async function textOf(file: string): Promise<string | undefined> {
  try {
    // Positions are those of the editor, which does not count a byte order mark.
    return (await readFile(file, 'utf8')).replace(/^\uFEFF/, '');
  } catch (error) {
    // Gone, or a folder by now: to the project it is no file any more.
    if (['ENOENT', 'EISDIR', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return undefined;
    throw error;
  }
}

function identity(problem: Problem): string {
  return JSON.stringify([problem.file, problem.range, problem.code, problem.message]);
}
