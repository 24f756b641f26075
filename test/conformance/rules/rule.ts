/**
 * The list of what the manuals promise and which test shows it: one file per topic here, one row per rule.
 * `test/architecture/conformance-rules.test.ts` fails for a rule without a test and for a test that is not there;
 * `npm run generate` writes the list as `test/conformance/RULES.md`.
 */
export interface Rule {
  /** Unique: the topic's letters and a number, such as `ERR-07`. */
  readonly id: string;
  /** What the manual promises, in one sentence. */
  readonly says: string;
  /** `file.test.ts: beginning of the test's name`, the file's path below `test/conformance` (or from `test/` with a slash). */
  readonly tests: readonly string[];
}

/** The rules of one topic of the manuals. */
export interface RuleTopic {
  /** Section of the manual. */
  readonly topic: string;
  readonly rules: readonly Rule[];
}

/** Rows as `[says, test, …]`; ids are counted: add new rows at the end, and never take one out of the middle. */
export function ruleTopic(
  topic: string,
  letters: string,
  file: string,
  rows: readonly (readonly [says: string, ...tests: string[]])[],
): RuleTopic {
  const rules = rows.map(([says, ...tests], index) => ({
    id: `${letters}-${String(index + 1).padStart(2, '0')}`,
    says,
    tests: tests.map((test) => (/^[\w./-]+\.test\.ts: /.test(test) ? test : `${file}: ${test}`)),
  }));
  return { topic, rules };
}
