/** Steps with the dependencies among them, as they are copied. */
export type FragmentStep = { readonly step: string; readonly after: readonly string[] };

/**
 * Copied steps as text for the clipboard: the explicit form of a workflow's `steps`, so that it can be pasted into a
 * graph or into the text of a workflow alike.
 */
export function fragmentText(steps: readonly FragmentStep[]): string {
  const copied = new Set(steps.map(({ step }) => step));
  return steps
    .map(({ step, after }) => {
      const inside = after.filter((id) => copied.has(id)).map(quoted);
      return `- step: ${quoted(step)}\n  after: [${inside.join(', ')}]\n`;
    })
    .join('');
}

/**
 * The steps of a text from the clipboard: ours, entries of a workflow's text, or plain `name:version` lines; undefined
 * when it is anything else. A name without version in `after` means the copied step of that name.
 */
export function readFragment(text: string): readonly FragmentStep[] | undefined {
  const found: { step: string; after: string[] }[] = [];
  for (const line of text.split(/\r?\n/)) {
    const content = line.replace(/(^|\s)#.*$/, '').trim();
    if (content === '' || content === 'steps:') continue;
    const step = /^-?\s*step:\s*(.+)$/.exec(content)?.[1] ?? /^-\s*(?!step:|after:)(\S.*)$/.exec(content)?.[1];
    const last = found.at(-1);
    const after = /^after:\s*\[(.*)\]$/.exec(content)?.[1];
    const isListed = step !== undefined && !content.includes('step:') && !unquoted(step).includes(':');
    if (after !== undefined && last) last.after.push(...names(after));
    else if (content === 'after:' && last) continue;
    else if (isListed && last) last.after.push(unquoted(step));
    else if (step !== undefined && identity.test(unquoted(step))) found.push({ step: unquoted(step), after: [] });
    else return undefined;
  }
  return found.length === 0 ? undefined : found.map(({ step, after }) => ({ step, after: resolved(after, found) }));
}

const identity = /^[^:\s[\]{},][^:[\]{},]*:[^:\s[\]{},]+$/;

function names(list: string): readonly string[] {
  return list
    .split(',')
    .map(unquoted)
    .filter((name) => name !== '');
}

/** Dependencies on steps that were not copied stay behind. */
function resolved(after: readonly string[], steps: readonly { readonly step: string }[]): readonly string[] {
  return after.flatMap((name) => steps.find(({ step }) => step === name || step.startsWith(`${name}:`))?.step ?? []);
}

function unquoted(text: string): string {
  const trimmed = text.trim();
  const match = /^(["'])(.*)\1$/.exec(trimmed);
  return match ? (match[2] ?? '').replaceAll("''", "'") : trimmed;
}

function quoted(id: string): string {
  return /^[\p{L}_][\p{L}\p{N}_.-]*:[\p{L}\p{N}_.-]+$/u.test(id) ? id : `'${id.replaceAll("'", "''")}'`;
}
