import path from 'node:path';
import type { ObjectIdentity } from '../../../schemas/model/steps.ts';
import type { ClassImport } from '../step-class.ts';

/** A program to bundle, with the classes found for it. */
export interface ProgramSource {
  readonly identity: ObjectIdentity;
  readonly workflow?: ClassImport;
  readonly job?: ClassImport;
  readonly steps: readonly { readonly identity: ObjectIdentity; readonly class: ClassImport }[];
}

/** Text of a program's entry module, and whose class each of its lines imports. */
export interface ProgramEntry {
  readonly text: string;
  readonly importsByLine: readonly ClassImport[];
}

/** Writes the module that imports the classes of a program and exports them as the runner expects them. */
export function writeEntry(root: string, source: ProgramSource): ProgramEntry {
  const imports = [
    ...source.steps.map((step) => step.class),
    ...[source.workflow, source.job].filter((one) => one !== undefined),
  ];
  const lines = imports.map((wanted, index) => {
    const specifier = `./${path.relative(root, wanted.file).split(path.sep).join('/')}`;
    return `import { ${wanted.exportName} as class${index} } from ${JSON.stringify(specifier)};`;
  });
  const steps = source.steps.map((step, index) => `  ${JSON.stringify(step.identity)}: class${index},`);
  if (source.workflow) lines.push(`export const workflow = class${imports.length - 1};`);
  if (source.job) lines.push(`export const job = class${imports.length - 1};`);
  lines.push('export const steps = {', ...steps, '};', '');
  return { text: lines.join('\n'), importsByLine: imports };
}
