import path from 'node:path';
import type { Cli } from '../cli.ts';
import type { ComparedEnd } from './compare-ends.ts';
import type { Demo } from './demo.ts';

/** Where everything is and what to try next. */
export function printNextThings(cli: Cli, demo: Demo, ends: readonly ComparedEnd[]): void {
  const { engine, systems, project, key, stateHome } = demo;
  const { out } = cli;
  const inError = ends.find((end) => end.workflowstatus === 'ERROR')?.workflow_instanceid ?? 1;
  const options = `--key ${key} --state ${shortPath(cli, stateHome)}`;
  const addresses: readonly (readonly [string, string])[] = [
    ['API', `${engine.file.url}/api/latest`],
    ['logs', shortPath(cli, engine.file.logFolder)],
    ['sample', shortPath(cli, project)],
    ['ledger', shortPath(cli, path.join(systems.dataFolder, 'ledger.jsonl'))],
  ];
  const things: readonly (readonly [string, string])[] = [
    [`ordo status ${options}`, 'the engine and its workflows'],
    [`ordo order list --status ERROR ${options}`, 'orders that wait for somebody'],
    [`ordo order show ${inError} ${options}`, 'one order with its steps, data and errors'],
    [
      `ordo order create ${shortPath(cli, path.join(project, 'orders', '12-lost-payment-reply.json'))} --wait ${options}`,
      'one more order',
    ],
    [`kill -9 ${engine.file.pid}`, 'kill the engine in the middle; start the demo again and see every order end'],
  ];
  out.line(`\n${out.paint('bold', 'Where it is')}`);
  for (const [name, value] of addresses) out.line(`  ${name.padEnd(8)} ${value}`);
  out.line(`\n${out.paint('bold', 'What to try next')} (in a checkout: npm run --silent ordo -- ARGUMENTS)`);
  for (const [command, text] of things) out.line(`  ${out.paint('cyan', command)}\n      ${text}`);
  out.line();
}

/** Relative where that is shorter. */
function shortPath(cli: Cli, file: string): string {
  const relative = path.relative(cli.cwd, file);
  return relative !== '' && relative.length < file.length ? relative : file;
}
