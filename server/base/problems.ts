import type { Problem, ProblemRange, ProblemSeverity } from '../../schemas/protocol/problem.ts';

/**
 * Builds problems from one table of texts per area. A row says severity, what is wrong and what to do; `{name}` is filled
 * from the arguments. Each area (language, deploy, engine …) has its own table file, made with `defineProblems`, so that
 * all texts of an area are read in one place and a code is used once.
 */
export interface ProblemText {
  readonly severity: ProblemSeverity;
  readonly message: string;
  readonly remedy: string;
}

export interface ProblemPlace {
  readonly file?: string;
  readonly range?: ProblemRange;
}

export type ProblemTable<Code extends string> = Readonly<Record<Code, ProblemText>> & {
  /** One problem of this table, with its texts filled in. */
  problem(
    code: Code,
    values: Readonly<Record<string, string | number>>,
    place?: ProblemPlace,
    data?: Problem['data'],
  ): Problem;
};

const usedCodes = new Set<string>();

/** Declares the texts of one area; throws at start when a code is used twice. */
export function defineProblems<Code extends string>(texts: Readonly<Record<Code, ProblemText>>): ProblemTable<Code> {
  for (const code of Object.keys(texts)) {
    if (usedCodes.has(code)) throw new Error(`Problem code ${code} is defined twice`);
    usedCodes.add(code);
  }
  return {
    ...texts,
    problem: (code, values, place = {}, data) => buildProblem(code, texts[code], values, place, data),
  };
}

function buildProblem(
  code: string,
  text: ProblemText,
  values: Readonly<Record<string, string | number>>,
  place: ProblemPlace,
  data: Problem['data'],
): Problem {
  const fill = (template: string): string =>
    template.replaceAll(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
  return {
    code,
    severity: text.severity,
    message: fill(text.message),
    remedy: fill(text.remedy),
    ...(place.file === undefined ? {} : { file: place.file }),
    ...(place.range === undefined ? {} : { range: place.range }),
    ...(data === undefined ? {} : { data }),
  };
}

/** One line for a terminal: `file:line:column  error  ORDO-WF-012  Message Remedy`. Positions count from 1. */
export function formatProblem(problem: Problem): string {
  const place = problem.range ? `:${problem.range.start.line + 1}:${problem.range.start.character + 1}` : '';
  const file = problem.file === undefined ? '' : `${problem.file}${place}  `;
  return `${file}${problem.severity}  ${problem.code}  ${problem.message} ${problem.remedy}`;
}
