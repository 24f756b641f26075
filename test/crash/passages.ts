import { existsSync, readFileSync } from 'node:fs';

/** One passage of a named fault point: the n-th time that an engine came by it (server/base/fault-points.ts). */
export interface Passage {
  readonly name: string;
  readonly number: number;
}

/** The passages that a run with ORDO_FAULT_LIST wrote down, in their order. */
export function readPassages(listFile: string): readonly Passage[] {
  if (!existsSync(listFile)) return [];
  const counts = new Map<string, number>();
  const names = readFileSync(listFile, 'utf8')
    .split('\n')
    .filter((name) => name !== '');
  return names.map((name) => {
    const number = (counts.get(name) ?? 0) + 1;
    counts.set(name, number);
    return { name, number };
  });
}

/**
 * One passage for each place at which a crash can leave another state behind. Several points mark the same place: between
 * two commits, or before a call of user code, nothing changes on disk. Each name is chosen at least once, if it can be.
 */
export function choosePlaces(passages: readonly Passage[]): readonly Passage[] {
  const chosen = new Set<string>();
  return placesOf(passages).map((place) => {
    const passage = place.find(({ name }) => !chosen.has(name)) ?? place[0];
    chosen.add(passage.name);
    return passage;
  });
}

type Place = [Passage, ...Passage[]];

/** Runs of neighbouring passages that are all before a commit, or all after one. */
function placesOf(passages: readonly Passage[]): readonly Place[] {
  const places: Place[] = [];
  let current: Place | undefined;
  for (const passage of passages) {
    if (current !== undefined && momentOf(current[0]) === momentOf(passage)) current.push(passage);
    else places.push((current = [passage]));
  }
  return places;
}

/** `before-commit`, `after-commit`, `before-invoke` … */
function momentOf({ name }: Passage): string {
  return name.split('.')[1] ?? name;
}

/** The environment in which an engine kills itself there. */
export function killAt({ name, number }: Passage): Record<string, string> {
  return { ORDO_FAULT: `${name}:${number}` };
}

/** Works through all of them, two at a time: the machines this runs on have two cores, and an engine mostly waits for the disk. */
export async function forEachPassage(
  passages: readonly Passage[],
  work: (passage: Passage) => Promise<void>,
): Promise<void> {
  const queue = [...passages];
  const worker = async (): Promise<void> => {
    for (let passage = queue.shift(); passage; passage = queue.shift()) {
      try {
        await work(passage);
      } catch (error) {
        throw new Error(`Killed at ${passage.name}, passage ${passage.number}: ${describe(error)}`, { cause: error });
      }
    }
  };
  await Promise.all([worker(), worker()]);
}

function describe(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
