import { Composer, CST, type Document, Lexer, Parser } from 'yaml';
import { convertTree } from './convert-tree.ts';
import type { YamlFault } from './fault.ts';
import { KnownParts } from './known-parts.ts';
import { defaultYamlLimits, type YamlLimits } from './limits.ts';
import { LineIndex } from './line-index.ts';
import type { YamlNode } from './node.ts';
import { parserFaults } from './parser-fault.ts';

/** A YAML text as it was understood: never an exception, but a tree (as far as it goes) and faults. */
export interface YamlDocument {
  readonly text: string;
  readonly lines: LineIndex;
  readonly root: YamlNode | undefined;
  readonly faults: readonly YamlFault[];
}

/**
 * Reads the first document of a text. What breaks a limit is refused before a tree is built. With the document as it was
 * before an edit only what changed is read; the answer is the same.
 */
export function readYaml(
  text: string,
  limits: YamlLimits = defaultYamlLimits,
  before: YamlDocument | undefined = undefined,
): YamlDocument {
  const partsBefore = before && partsOf.get(before);
  const again = text.length > maxPartedLength ? undefined : partsBefore?.read(text, (part) => readPart(part, limits));
  if (again && again.root.size * 2 < limits.nodes) return withParts(documentOf(text, again.root, []), again.known);
  const faults: YamlFault[] = [];
  const root = readRoot(text, limits, faults);
  const document = documentOf(
    text,
    root,
    faults.sort((a, b) => a.start - b.start),
  );
  const isPlain = faults.length === 0 && !reachesFurther.test(text);
  // A text that is being written has faults now and then; what was known before them will be known after them.
  return withParts(document, isPlain ? KnownParts.of(text, root) : partsBefore);
}

/** What is known of the parts of documents; nobody else needs to see it. */
const partsOf = new WeakMap<YamlDocument, KnownParts>();

/** Longer texts may break limits that are counted over all parts. */
const maxPartedLength = 1_000_000;

/** Anchors, aliases and tags: what they mean depends on other places of the text. */
const reachesFurther = /(?:^|[\s[{,:-])[&*!]\S/;

function documentOf(text: string, root: YamlNode | undefined, faults: readonly YamlFault[]): YamlDocument {
  return { text, lines: new LineIndex(text), root, faults };
}

function withParts(document: YamlDocument, parts: KnownParts | undefined): YamlDocument {
  if (parts) partsOf.set(document, parts);
  return document;
}

function readPart(text: string, limits: YamlLimits): YamlNode | undefined {
  if (reachesFurther.test(text)) return undefined;
  const faults: YamlFault[] = [];
  // A part stands deeper in the whole than on its own.
  const root = readRoot(text, { ...limits, depth: limits.depth - 8 }, faults);
  return faults.length === 0 ? root : undefined;
}

function readRoot(text: string, limits: YamlLimits, faults: YamlFault[]): YamlNode | undefined {
  const bytes = Buffer.byteLength(text);
  if (bytes > limits.bytes) return refuse(faults, 'too-long', 0, { bytes, limit: limits.bytes });
  const read = readTokens(text, limits, faults);
  if (read === undefined) return undefined;
  const document = composeFirst(read, faults);
  if (document?.contents === undefined || document.contents === null) return undefined;
  return convertTree(document.contents, text, limits, faults);
}

interface Tokens {
  readonly tokens: readonly CST.Token[];
  /** Offset of a quote that is never closed. */
  readonly openQuote: number | undefined;
}

/** Cuts the text into the parser's tokens and stops at the first broken limit. */
function readTokens(text: string, limits: YamlLimits, faults: YamlFault[]): Tokens | undefined {
  const parser = new Parser();
  const tokens: CST.Token[] = [];
  const count = { tokens: 0, nodes: 0, aliases: 0 };
  let openQuote: number | undefined;
  for (const lexeme of new Lexer().lex(text)) {
    if (isOpenQuote(lexeme)) openQuote ??= parser.offset;
    for (const token of parser.next(lexeme)) tokens.push(token);
    count.tokens += 1;
    if (lexeme.startsWith('*')) count.aliases += 1;
    if (lexeme === CST.SCALAR || lexeme.startsWith('*') || isCollectionStart(lexeme)) count.nodes += 1;
    const broken = brokenLimit(count, parser.stack.length, limits);
    if (broken) return refuse(faults, broken[0], parser.offset, { limit: broken[1] });
  }
  for (const token of parser.end()) tokens.push(token);
  return { tokens, openQuote };
}

function brokenLimit(
  count: Pick<YamlLimits, 'nodes' | 'aliases' | 'tokens'>,
  depth: number,
  limits: YamlLimits,
): readonly [YamlFault['kind'], number] | undefined {
  if (count.nodes > limits.nodes) return ['too-many-nodes', limits.nodes];
  if (depth > limits.depth) return ['too-deep', limits.depth];
  if (count.aliases > limits.aliases) return ['too-many-aliases', limits.aliases];
  if (count.tokens > limits.tokens) return ['too-many-tokens', limits.tokens];
  return undefined;
}

function isOpenQuote(lexeme: string): boolean {
  const quote = lexeme.charAt(0);
  return (quote === '"' || quote === "'") && (lexeme.length === 1 || !lexeme.endsWith(quote));
}

function isCollectionStart(lexeme: string): boolean {
  return lexeme === '[' || lexeme === '{' || lexeme === '-' || lexeme === '?';
}

function composeFirst(read: Tokens, faults: YamlFault[]): Document.Parsed | undefined {
  // Duplicate keys are found in `convertTree`: the parser compares each key with all before it (10,000 keys: 0.5 s).
  const composer = new Composer({ uniqueKeys: false, prettyErrors: false, logLevel: 'silent' });
  const documents = [...composer.compose(read.tokens, true)];
  const [first, second] = documents;
  faults.push(...parserFaults([...(first?.errors ?? []), ...(first?.warnings ?? [])], read.openQuote));
  if (second !== undefined) {
    const [start, end] = second.range;
    faults.push({ kind: 'several-documents', start, end: Math.max(start + 1, Math.min(end, start + 3)), values: {} });
  }
  return first;
}

function refuse(
  faults: YamlFault[],
  kind: YamlFault['kind'],
  start: number,
  values: Readonly<Record<string, string | number>>,
): undefined {
  faults.push({ kind, start, end: start + 1, values });
  return undefined;
}
