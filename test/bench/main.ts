import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { resourcePath } from '../../server/base/resources.ts';
import { benchCommits } from './commits.ts';
import { benchCompletion } from './completion.ts';
import { benchDeploy } from './deploy.ts';
import { benchGraph } from './graph.ts';
import { benchGraphModel } from './graph-model.ts';
import { benchLanguage } from './language.ts';
import { benchPeers } from './peers.ts';
import { benchStartup } from './startup.ts';
import { benchThroughput } from './throughput.ts';
import type { Benchmark, Measured } from './measured.ts';

/** `npm run bench [NAME …]`: each benchmark prints a table and writes test/out/bench-NAME.json. */
const benchmarks: Readonly<Record<string, Benchmark>> = {
  startup: benchStartup,
  deploy: benchDeploy,
  commits: benchCommits,
  throughput: benchThroughput,
  language: benchLanguage,
  completion: benchCompletion,
  peers: benchPeers,
  graph: benchGraph,
  'graph-model': benchGraphModel,
};

const names = process.argv.slice(2);
const unknown = names.filter((name) => !(name in benchmarks));
if (unknown.length > 0) {
  print(`There is no benchmark ${unknown.join(', ')}. There are: ${Object.keys(benchmarks).join(', ')}.`);
  process.exitCode = 2;
} else {
  for (const name of names.length === 0 ? Object.keys(benchmarks) : names) await runBenchmark(name);
}

async function runBenchmark(name: string): Promise<void> {
  const benchmark = benchmarks[name];
  if (benchmark === undefined) return;
  print(`\n── ${name}`);
  const results = await benchmark();
  const width = Math.max(...results.map(({ what }) => what.length));
  for (const result of results) print(`   ${result.what.padEnd(width)}  ${describe(result)}`);
  const folder = resourcePath('test', 'out');
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, `bench-${name}.json`), `${JSON.stringify(results, null, 2)}\n`);
}

function describe({ value, unit, goal, isMet }: Measured): string {
  const shown = value >= 100 ? Math.round(value).toLocaleString('en') : value.toPrecision(3);
  const verdict = goal === undefined ? '' : `   ${isMet === true ? '✔' : '✖'} goal ${goal}`;
  return `${shown.padStart(9)} ${unit.padEnd(14)}${verdict}`;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
