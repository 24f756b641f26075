/** One number of a benchmark. A goal says what it should be; ratios are goals, times on an unknown machine are not. */
export interface Measured {
  readonly what: string;
  readonly value: number;
  readonly unit: string;
  readonly goal?: string;
  readonly isMet?: boolean;
}

export type Benchmark = () => Promise<readonly Measured[]>;

export function measured(what: string, value: number, unit: string): Measured {
  return { what, value, unit };
}

export function atMost(limit: number, { what, value, unit }: Measured): Measured {
  return { what, value, unit, goal: `at most ${limit} ${unit}`, isMet: value <= limit };
}

export function atLeast(limit: number, { what, value, unit }: Measured): Measured {
  return { what, value, unit, goal: `at least ${limit} ${unit}`, isMet: value >= limit };
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? NaN;
}

export async function milliseconds(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}
