import { readFileSync, statSync, truncateSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { EditorSettings } from '../../../schemas/protocol/editor.ts';
import type { EngineFile } from '../../../schemas/protocol/engine-file.ts';
import { readEngineFile } from '../../api/client/engine-file.ts';
import { processEntry } from '../../base/resources.ts';
import { spawnDetached, type DetachedProcess } from '../../base/spawn.ts';
import { createStateFolder, stateFolderOf } from '../../base/state-folder.ts';

/** A started engine: its file, and how its process ended once it has. */
export interface LaunchedEngine {
  readonly file: EngineFile;
  readonly exited: DetachedProcess['exited'];
}

/** The engine did not come up. `refused` = it said why and would say so again: do not try by yourself. */
export class LaunchFailed extends Error {
  readonly refused: boolean;
  constructor(reason: string, refused: boolean) {
    super(reason);
    this.name = 'LaunchFailed';
    this.refused = refused;
  }
}

/** Starts `ordo serve` for a project, detached from this process, and waits until it is ready. */
export async function launchEngine(
  projectFolder: string,
  key: string,
  settings: EditorSettings,
  signal: AbortSignal,
): Promise<LaunchedEngine> {
  const logFile = prepareOutputFile(key);
  const from = statSync(logFile, { throwIfNoEntry: false })?.size ?? 0;
  const child = await spawnDetached({
    entry: processEntry('ordo'),
    args: ['serve', '--dev', ...(settings.keepRunning ? [] : ['--leased']), '--project', projectFolder],
    cwd: stateFolderOf(key),
    env: engineEnvironment(process.env),
    logFile,
    ...(settings.nodePath === undefined ? {} : { nodePath: settings.nodePath }),
  });
  return { file: await waitUntilReady(key, child, { logFile, from, signal }), exited: child.exited };
}

/** File that takes what engines of this key write to stdout and stderr. */
export function outputFileOf(key: string): string {
  return path.join(stateFolderOf(key), 'logs', 'engine-output.log');
}

function prepareOutputFile(key: string): string {
  const file = outputFileOf(key);
  createStateFolder(stateFolderOf(key));
  // Its own log files rotate by themselves; this one is only for what escaped them.
  if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) > maxOutputBytes) truncateSync(file);
  return file;
}

/** The window's environment without what is meant for the window's own processes, a debugger's hooks above all. */
export function engineEnvironment(env: NodeJS.ProcessEnv): Record<string, string> {
  const isForWindow = (name: string): boolean => /^(VSCODE_|NODE_OPTIONS$|NODE_INSPECT)/.test(name);
  return Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) => (value === undefined || isForWindow(name) ? [] : [[name, value]])),
  );
}

async function waitUntilReady(
  key: string,
  child: DetachedProcess,
  options: { logFile: string; from: number; signal: AbortSignal },
): Promise<EngineFile> {
  let ended: Awaited<DetachedProcess['exited']> | undefined;
  void child.exited.then((how) => (ended = how));
  for (let waitedMs = 0; waitedMs < readyTimeoutMs; waitedMs += pollMs) {
    if (options.signal.aborted) {
      if (ended === undefined) process.kill(child.pid, 'SIGTERM');
      throw new LaunchFailed('The start was stopped.', true);
    }
    const file = await readEngineFile(key);
    // Another window may have started one in the same moment; the key has one owner, so its engine is ours too.
    if (file !== undefined) return file;
    if (ended !== undefined) throw explainEnd(ended, options);
    await sleep(pollMs);
  }
  throw new LaunchFailed(`It did not become ready within ${readyTimeoutMs / 1000} seconds.`, false);
}

/** Why a process ended before it was ready, in its own last words. */
function explainEnd(
  ended: Awaited<DetachedProcess['exited']>,
  options: { logFile: string; from: number },
): LaunchFailed {
  const words = lastWords(options.logFile, options.from);
  const how = ended.signal === null ? `exit code ${ended.code}` : `signal ${ended.signal}`;
  return new LaunchFailed(words === '' ? `It ended at once (${how}).` : `${words} (${how})`, ended.signal === null);
}

function lastWords(logFile: string, from: number): string {
  const text = readFileSync(logFile).subarray(from).toString('utf8');
  const lines = text.split('\n').filter((line) => line.trim() !== '' && !/^\s+at |^Node\.js v/.test(line));
  return lines.slice(-3).join(' ').slice(-600).trim();
}

const pollMs = 25;
const readyTimeoutMs = 60_000;
const maxOutputBytes = 5_000_000;
