/** Replaces the text between two offsets. */
export interface TextEdit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** The text after edits that do not overlap; those at one place come in the order of the list. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  let result = '';
  let at = 0;
  for (const { start, end, text: insert } of inOrder(edits)) {
    result += text.slice(at, start) + insert;
    at = end;
  }
  return result + text.slice(at);
}

/** Edits in order of place, those that touch each other as one, those that change nothing left out. */
export function tidyEdits(text: string, edits: readonly TextEdit[]): readonly TextEdit[] {
  const joined: TextEdit[] = [];
  for (const edit of inOrder(edits)) {
    const last = joined.at(-1);
    if (last?.end === edit.start) joined[joined.length - 1] = { ...last, end: edit.end, text: last.text + edit.text };
    else joined.push(edit);
  }
  return joined.flatMap((edit) => trimmed(text, edit) ?? []);
}

/** The edits that take back `edits`, in the text that they made. */
export function invertEdits(text: string, edits: readonly TextEdit[]): readonly TextEdit[] {
  let shift = 0;
  return inOrder(edits).map(({ start, end, text: insert }) => {
    const inverse = { start: start + shift, end: start + shift + insert.length, text: text.slice(start, end) };
    shift += insert.length - (end - start);
    return inverse;
  });
}

/** One edit that turns a text into another, without what both begin and end with. */
export function differenceOf(text: string, result: string): readonly TextEdit[] {
  const edit = trimmed(text, { start: 0, end: text.length, text: result });
  return edit === undefined ? [] : [edit];
}

/** An insertion stands before what is replaced at the same place. */
function inOrder(edits: readonly TextEdit[]): readonly TextEdit[] {
  return edits
    .map((edit, index) => ({ edit, index }))
    .sort((a, b) => a.edit.start - b.edit.start || a.edit.end - b.edit.end || a.index - b.index)
    .map(({ edit }) => edit);
}

/** Without the part that stays; a pair of characters that belong together (CRLF, surrogates) is not cut. */
function trimmed(text: string, { start, end, text: insert }: TextEdit): TextEdit | undefined {
  const old = text.slice(start, end);
  if (old === insert) return undefined;
  const most = Math.min(old.length, insert.length);
  let head = 0;
  while (head < most && old[head] === insert[head]) head += 1;
  while (head > 0 && isInside(old, head, insert)) head -= 1;
  let tail = 0;
  while (tail < most - head && old[old.length - 1 - tail] === insert[insert.length - 1 - tail]) tail += 1;
  while (tail > 0 && (isPair(old, old.length - tail) || isPair(insert, insert.length - tail))) tail -= 1;
  return { start: start + head, end: end - tail, text: insert.slice(head, insert.length - tail) };
}

function isInside(old: string, at: number, insert: string): boolean {
  return isPair(old, at) || isPair(insert, at);
}

function isPair(text: string, at: number): boolean {
  const before = text[at - 1] ?? '';
  return (before === '\r' && text[at] === '\n') || (before >= '\ud800' && before <= '\udbff');
}
