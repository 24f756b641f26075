import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseDocument } from 'yaml';
import { languageServerFlags } from '../../schemas/protocol/language-server.ts';
import { loadProject } from '../../server/language/workspace/load-project.ts';
import { readYaml } from '../../server/language/yaml/read-yaml.ts';
import { atMost, measured, median, milliseconds, type Measured } from './measured.ts';

const steps = 1000;
const classes = 200;

/**
 * A workflow of 1,000 steps with 200 step classes: what a key press costs in its YAML file and in one class. Measured in a
 * process with the language server's own flags. The parser alone, in the same run, says how busy the machine is.
 */
export async function benchLanguage(): Promise<readonly Measured[]> {
  if (!process.execArgv.includes(languageServerFlags[0])) return inOwnProcess();
  const root = mkdtempSync(path.join(tmpdir(), 'ordo-bench-'));
  try {
    const texts = projectTexts();
    const workflow = texts.get('large.workflow.yaml') ?? '';
    const overlay = new Map([...texts].map(([name, text]) => [path.join(root, name), text]));
    const opened = performance.now();
    const project = await loadProject(root, { overlay });
    await project.check();
    const cold = performance.now() - opened;
    const edit = async (name: string, text: string, skipTypeScript: boolean): Promise<void> => {
      project.updateFile(path.join(root, name), text);
      await project.check({ skipTypeScript });
    };
    const typed = (n: number): string => workflow.replace(`# Step ${n * 20} `, `# Step ${n * 20} ${'x'.repeat(n)}`);
    const yaml = await timesOf((n) => edit('large.workflow.yaml', typed(n), true));
    const renamed = (n: number): string => workflow.replace('  - step: step-999:1.0', `  - step: step-999:1.${n}`);
    const graph = await timesOf((n) => edit('large.workflow.yaml', renamed(n), false));
    const code = await timesOf((n) => edit('step-0.step.ts', `${stepClass(0)}// ${n}\n`, false));
    const memory = process.memoryUsage().rss / 1e6;
    const alone = await timesOf((n) => parseDocument(`${workflow}# ${n}\n`));
    const parse = percentile(alone, 0.95);
    const read = percentile(await timesOf((n) => readYaml(`${workflow}# ${n}\n`)), 0.95);
    const key = percentile(yaml, 0.95);
    return [
      measured('the yaml package alone, the same file, p95', parse, 'ms'),
      measured('our reader alone, from nothing, p95', read, 'ms'),
      measured('key press in the workflow to all YAML problems, median', median(yaml), 'ms'),
      atMost(100, measured('key press in the workflow to all YAML problems, p95', key, 'ms')),
      atMost(1, measured('its median as a share of the yaml package alone', median(yaml) / median(alone), 'times')),
      atMost(300, measured('a step gets another version, to all problems, p95', percentile(graph, 0.95), 'ms')),
      atMost(300, measured('key press in a class to all problems, p95', percentile(code, 0.95), 'ms')),
      atMost(3000, measured('open the project to all problems', cold, 'ms')),
      atMost(400, measured('memory after all that', memory, 'MB')),
    ];
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

function inOwnProcess(): readonly Measured[] {
  const code = `import { benchLanguage } from ${JSON.stringify(import.meta.url)};
process.stdout.write(JSON.stringify(await benchLanguage()));`;
  const args = [...languageServerFlags, '--input-type=module', '--eval', code];
  const answer = spawnSync(process.execPath, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
  return JSON.parse(answer.stdout) as readonly Measured[];
}

export function projectTexts(): ReadonlyMap<string, string> {
  const texts = new Map([['large.workflow.yaml', workflowText()]]);
  for (let n = 0; n < steps; n += 1) {
    const code = n < classes ? '' : `code: step-${n % classes}.step.ts\n`;
    const head = `type: step\nname: step-${n}\nversion: "1.0"\ndesc: Step ${n}.\nclass-name: Step${n % classes}\nbase-class-name: NormalStep\n`;
    texts.set(`step-${n}.step.yaml`, head + code);
    if (n < classes) texts.set(`step-${n}.step.ts`, stepClass(n));
  }
  return texts;
}

/** 1,000 steps, each waiting for two before it, with comments and blank lines as people write them. */
function workflowText(): string {
  const entries = Array.from({ length: steps }, (_, n) => {
    const after = n === 0 ? '[]' : n === 1 ? '[step-0]' : `\n      - step-${n - 1}\n      - step-${n - 2}`;
    const about = `  # Step ${n} does its part of the work and hands on what the next ones need to know about it.\n`;
    return `${about}\n  - step: step-${n}:1.0\n    after: ${after}\n`;
  });
  return `type: workflow\nname: large\nversion: "1.0"\ndesc: A large workflow.\nstaticdata-type:\n  type: object\n  required: [sku]\n  properties:\n    sku: { type: string }\nsteps:\n${entries.join('')}`;
}

function stepClass(n: number): string {
  return `import { NormalStep, type OrderOf } from 'ordo';

export class Step${n} extends NormalStep {
  override async primary(order: OrderOf<'step-${n}'>): Promise<void> {
    const { sku } = order.staticData;
    const answer = await fetch(\`http://127.0.0.1:9000/\${sku}\`, { signal: order.signal });
    await order.dynamicData.update({ answer${n}: answer.status });
  }

  override async validation(order: OrderOf<'step-${n}'>): Promise<'COMPLETE' | 'RETRY'> {
    return order.dynamicData.get('answer${n}') === undefined ? 'RETRY' : 'COMPLETE';
  }
}
`;
}

async function timesOf(work: (n: number) => unknown): Promise<readonly number[]> {
  const times: number[] = [];
  for (let n = 0; n < 40; n += 1) times.push(await milliseconds(async () => work(n)));
  return times;
}

function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length * share)] ?? NaN;
}
