import { isScalar, parseDocument, visit } from 'yaml';

/** Places of texts that go over several lines, where white space has a meaning; undefined when the text is not valid YAML. */
export function multilineSpans(text: string): readonly { readonly start: number; readonly end: number }[] | undefined {
  const document = parse(text);
  if (!document || document.errors.length > 0) return undefined;
  const spans: { start: number; end: number }[] = [];
  visit(document, {
    Scalar(_key, node) {
      const { range } = node;
      if (range && /[\r\n]/.test(text.slice(range[0], range[1]))) spans.push({ start: range[0], end: range[1] });
    },
  });
  return spans;
}

/** True when two texts say the same, comments included. */
export function isSameYaml(a: string, b: string): boolean {
  const [first, second] = [parse(a), parse(b)];
  if (!first || !second || second.errors.length > 0) return false;
  return saying(first) === saying(second) && comments(a) === comments(b);
}

function parse(text: string): ReturnType<typeof parseDocument> | undefined {
  try {
    return parseDocument(text, { uniqueKeys: false, logLevel: 'silent' });
  } catch {
    // Limits of the parser; such a text is left alone.
    return undefined;
  }
}

/** Structure, styles and values, without places. */
function saying(document: ReturnType<typeof parseDocument>): string {
  const parts: string[] = [];
  visit(document, (key, node) => {
    if (isScalar(node)) parts.push(`${String(key)} ${node.type ?? ''} ${JSON.stringify(node.value) ?? ''}`);
    else parts.push(`${String(key)} ${(node as { constructor?: { name: string } } | null)?.constructor?.name ?? ''}`);
    return undefined;
  });
  return parts.join('\n');
}

function comments(text: string): string {
  return [...text.matchAll(/(?:^|\s)#[ \t]*([^\r\n]*)/g)].map((match) => (match[1] ?? '').trim()).join('\n');
}
