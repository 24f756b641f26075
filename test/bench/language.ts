import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseDocument } from 'yaml';
import { loadProject } from '../../server/language/workspace/load-project.ts';
import { readYaml } from '../../server/language/yaml/read-yaml.ts';
import { atMost, measured, median, milliseconds, type Measured } from './measured.ts';

const steps = 1000;
const classes = 200;

/** A workflow of 1,000 steps with 200 step classes: what a key press costs in its YAML file and in one class. */
export async function benchLanguage(): Promise<readonly Measured[]> {
  const root = mkdtempSync(path.join(tmpdir(), 'ordo-bench-'));
  try {
    const texts = projectTexts();
    const workflow = texts.get('large.workflow.yaml') ?? '';
    const parseAlone = await medianOf((n) => parseDocument(`${workflow}# ${n}\n`));
    const readAlone = await medianOf((n) => readYaml(`${workflow}# ${n}\n`));
    const overlay = new Map([...texts].map(([name, text]) => [path.join(root, name), text]));
    const opened = performance.now();
    const project = await loadProject(root, { overlay });
    await project.check();
    const cold = performance.now() - opened;
    const edit = async (name: string, text: string, skipTypeScript: boolean): Promise<void> => {
      project.updateFile(path.join(root, name), text);
      await project.check({ skipTypeScript });
    };
    const yaml = await medianOf((n) => edit('large.workflow.yaml', `${workflow}# ${n}\n`, true));
    const code = await medianOf((n) => edit('step-0.step.ts', `${stepClass(0)}// ${n}\n`, false));
    const memory = process.memoryUsage().rss / 1e6;
    return [
      measured('the yaml package alone, the same file', parseAlone, 'ms'),
      measured('our reader alone', readAlone, 'ms'),
      atMost(100, measured('key press in the workflow to all YAML problems', yaml, 'ms')),
      atMost(300, measured('key press in a class to all problems', code, 'ms')),
      atMost(3000, measured('open the project to all problems', cold, 'ms')),
      atMost(400, measured('memory', memory, 'MB')),
    ];
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

function projectTexts(): ReadonlyMap<string, string> {
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

async function medianOf(work: (n: number) => unknown): Promise<number> {
  const times: number[] = [];
  for (let n = 0; n < 11; n += 1) times.push(await milliseconds(async () => work(n)));
  return median(times);
}
