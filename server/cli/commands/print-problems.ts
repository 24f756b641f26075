import type { Problem } from '../../../schemas/protocol/problem.ts';
import type { Cli } from '../cli.ts';

/** Problems in the form compilers print them, so that terminals and editors find the places. */
export function printProblems(cli: Cli, problems: readonly Problem[]): void {
  const { out } = cli;
  for (const problem of [...problems].sort(byPlace)) {
    const { range } = problem;
    const place = range ? `:${range.start.line + 1}:${range.start.character + 1}` : '';
    if (problem.file !== undefined) out.write(`${out.paint('bold', `${problem.file}${place}`)}  `);
    const colour = problem.severity === 'error' ? 'red' : problem.severity === 'warning' ? 'yellow' : 'dim';
    out.line(`${out.paint(colour, problem.severity)}  ${out.paint('dim', problem.code)}`);
    out.line(`  ${problem.message}`);
    if (problem.remedy !== '') out.line(`  ${out.paint('cyan', '→')} ${problem.remedy}`);
  }
  if (problems.length > 0) out.line();
}

/** `12 objects: 2 errors, 1 warning`. */
export function summarise(cli: Cli, subject: string, problems: readonly Problem[]): string {
  const { paint } = cli.out;
  const errors = problems.filter((problem) => problem.severity === 'error').length;
  const warnings = problems.filter((problem) => problem.severity === 'warning').length;
  const parts = [
    ...(errors > 0 ? [paint('red', count(errors, 'error'))] : []),
    ...(warnings > 0 ? [paint('yellow', count(warnings, 'warning'))] : []),
  ];
  return `${subject}: ${parts.length === 0 ? paint('green', 'no problems') : parts.join(', ')}`;
}

/** `1 error`, `2 errors`. */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

function byPlace(a: Problem, b: Problem): number {
  const file = (a.file ?? '').localeCompare(b.file ?? '');
  if (file !== 0) return file;
  const [from, to] = [a.range?.start, b.range?.start];
  return (from?.line ?? 0) - (to?.line ?? 0) || (from?.character ?? 0) - (to?.character ?? 0);
}
