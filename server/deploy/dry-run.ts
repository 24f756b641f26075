import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { Bundle } from '../../schemas/model/release.ts';
import type { ProgramLoaded } from '../../schemas/protocol/runner.ts';
import type { Problem } from '../../schemas/protocol/problem.ts';
import { throwIfCancelled } from '../base/cancel.ts';
import type { ProgramInspection, RunnerHost } from '../isolation/runner-host.ts';
import { problemOfFailedLoad } from './dry-run-problems.ts';
import type { PlannedProgram } from './plan.ts';

/** What a dry run found out about the classes of a program. */
export type ProgramFacts = Pick<ProgramLoaded, 'workflowClass' | 'workflowHooks' | 'jobClass' | 'steps'>;

/** A program with the bundle that was made of it. */
export interface BundledProgram {
  readonly planned: PlannedProgram;
  readonly bundle: Bundle;
}

export interface DryRunAnswer {
  readonly facts: ReadonlyMap<PlannedProgram, ProgramFacts>;
  readonly problems: readonly Problem[];
}

/**
 * Loads every program in a real runner and constructs its classes, as the engine will. `known` remembers good results by
 * bundle hash: an unchanged bundle is not tried again.
 */
export async function dryRun(
  root: string,
  programs: readonly BundledProgram[],
  runners: RunnerHost,
  options: { readonly known: Map<string, ProgramFacts>; readonly signal?: AbortSignal },
): Promise<DryRunAnswer> {
  const facts = new Map<PlannedProgram, ProgramFacts>();
  const problems: Problem[] = [];
  for (const { program, inspection } of await inspectAll(programs, runners, options)) {
    if (inspection.ok) {
      facts.set(program.planned, inspection.loaded);
      options.known.set(program.bundle.hash, inspection.loaded);
    } else problems.push(problemOfFailedLoad(root, program, inspection));
  }
  return { facts, problems };
}

type Inspected = { readonly ok: true; readonly loaded: ProgramFacts } | Exclude<ProgramInspection, { ok: true }>;

async function inspectAll(
  programs: readonly BundledProgram[],
  runners: RunnerHost,
  { known, signal }: { readonly known: ReadonlyMap<string, ProgramFacts>; readonly signal?: AbortSignal },
): Promise<readonly { program: BundledProgram; inspection: Inspected }[]> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'ordo-dry-run-'));
  try {
    const inspected = await inParallel(programs, async (program) => {
      throwIfCancelled(signal, 'The deploy');
      const loaded = known.get(program.bundle.hash);
      const inspection = loaded
        ? { ok: true as const, loaded }
        : await inspectOne(folder, program.bundle, runners, signal);
      return { program, inspection };
    });
    throwIfCancelled(signal, 'The deploy');
    return inspected;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function inspectOne(
  folder: string,
  { hash, program, code, sourceMap }: Bundle,
  runners: RunnerHost,
  signal: AbortSignal | undefined,
): Promise<ProgramInspection> {
  const file = path.join(folder, hash, 'program.cjs');
  await mkdir(path.dirname(file), { recursive: true });
  await Promise.all([writeFile(file, code), writeFile(`${file}.map`, sourceMap)]);
  // Constructors may take their time: a cancelled deploy does not wait for them.
  const kill = (): void => runners.kill(program, 'The deploy was cancelled.');
  signal?.addEventListener('abort', kill, { once: true });
  try {
    return await runners.inspect({ program, bundleHash: hash, bundleFile: file });
  } finally {
    signal?.removeEventListener('abort', kill);
    await runners.unload(program);
  }
}

/** As many at a time as there are processors: each is a runner that starts. */
async function inParallel<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<readonly R[]> {
  const results: R[] = [];
  const queue = items.entries();
  const takeNext = async (): Promise<void> => {
    for (const [index, item] of queue) results[index] = await work(item);
  };
  await Promise.all(Array.from({ length: Math.max(1, os.availableParallelism()) }, takeNext));
  return results;
}
