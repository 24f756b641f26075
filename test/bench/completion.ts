import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { complete } from '../../server/language/features/completion/complete.ts';
import { CodeTexts } from '../../server/language/features/feature-project.ts';
import { hoverAt } from '../../server/language/features/hover/hover.ts';
import { renameEdits } from '../../server/language/features/navigation/rename.ts';
import { loadProject } from '../../server/language/workspace/load-project.ts';
import { projectTexts } from './language.ts';
import { atMost, measured, milliseconds, type Measured } from './measured.ts';

/**
 * A workflow of 1,000 steps, in the middle of which a person types a step's reference letter by letter: from the key press
 * (the new text is read) to the list of choices; then hover and rename in the same project.
 */
export async function benchCompletion(): Promise<readonly Measured[]> {
  const root = mkdtempSync(path.join(tmpdir(), 'ordo-bench-'));
  try {
    const texts = projectTexts();
    const file = path.join(root, 'large.workflow.yaml');
    const project = await loadProject(root, {
      overlay: new Map([...texts].map(([name, text]) => [path.join(root, name), text])),
    });
    const codes = new CodeTexts();
    for (const [name, text] of texts) codes.set(path.join(root, name), text);
    const features = await codes.open(project.workspace);
    const workflow = texts.get('large.workflow.yaml') ?? '';
    const at = workflow.indexOf('  - step: step-500:1.0');
    const word = '  - step: step-999:1.0';
    const times: number[] = [];
    let offered = 0;
    for (let n = 0; n < 260; n += 1) {
      const typed = word.slice(0, '  - step: '.length + (n % 13));
      const text = `${workflow.slice(0, at)}${typed}\n    after: []\n${workflow.slice(at)}`;
      times.push(
        await milliseconds(async () => {
          project.updateFile(file, text);
          offered = complete(features, file, text, at + typed.length).length;
          await Promise.resolve();
        }),
      );
    }
    project.updateFile(file, workflow);
    const hover = await milliseconds(async () => void hoverAt(features, file, await Promise.resolve(at + 14)));
    const target = { kind: 'step', name: 'step-500', version: '1.0' } as const;
    const rename = await milliseconds(async () => void renameEdits(features, target, await Promise.resolve('other')));
    return [
      measured('choices in the list', offered, ''),
      measured('key press to the list of choices, median', shareOf(times, 0.5), 'ms'),
      atMost(50, measured('key press to the list of choices, p95', shareOf(times, 0.95), 'ms')),
      measured('hover over a step, the first time', hover, 'ms'),
      measured('rename of a step', rename, 'ms'),
    ];
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

function shareOf(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;
}
