// A reporter for `node --test`: one line per file, failures in full, and the counts as JSON in ORDO_TEST_SUMMARY.
import { writeFileSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '..');

export default async function* report(source) {
  const output = new Map();
  for await (const { type, data } of source) {
    const file = data?.file ? path.relative(root, data.file) : '';
    if (type === 'test:fail' && !isFileOrGroup(data)) yield failure(file, data);
    if (type === 'test:stdout' || type === 'test:stderr')
      output.set(file, ((output.get(file) ?? '') + data.message).slice(-20_000));
    if (type === 'test:summary' && data.file) yield* fileLine(file, data, output);
    if (type === 'test:summary' && !data.file) saveCounts(data.counts);
  }
}

/** A failed group or file only repeats its tests, unless the file itself broke. */
function isFileOrGroup(data) {
  return data.details?.error?.failureType === 'subtestsFailed';
}

function failure(file, data) {
  const cause = data.details?.error?.cause ?? data.details?.error;
  const text = cause?.stack ?? String(cause?.message ?? cause);
  const seen = cause && typeof cause === 'object' && 'expected' in cause ? '' : '';
  return `\n✖ ${file} › ${data.name}\n${indent(text)}${seen}\n`;
}

function* fileLine(file, { counts, duration_ms: duration, success }, output) {
  const skipped = counts.skipped + counts.todo > 0 ? `, ${counts.skipped + counts.todo} skipped` : '';
  yield `${success ? '✔' : '✖'} ${file}  ${counts.passed} passed${counts.failed ? `, ${counts.failed} failed` : ''}${skipped}  ${Math.round(duration)} ms\n`;
  if (!success && output.has(file)) yield `${indent(output.get(file))}\n`;
}

function saveCounts(counts) {
  const target = process.env.ORDO_TEST_SUMMARY;
  if (target) writeFileSync(target, JSON.stringify(counts));
}

function indent(text) {
  return text
    .split('\n')
    .map((line) => `    ${line}`)
    .join('\n');
}
