import {
  FoldingRangeKind,
  SymbolKind,
  type DocumentLink,
  type DocumentSymbol,
  type FoldingRange,
  type WorkspaceSymbol,
} from 'vscode-languageserver/node';
import type { FeatureProject } from '../../language/features/feature-project.ts';
import { documentSymbols, type OutlineSymbol } from '../../language/features/outline/document-symbols.ts';
import { foldsOf } from '../../language/features/outline/folding.ts';
import { documentLinks } from '../../language/features/outline/links.ts';
import { workspaceSymbols } from '../../language/features/outline/workspace-symbols.ts';
import type { TargetKind } from '../../language/features/mentions/mention.ts';
import { uriOfPath } from '../uri.ts';
import { Places, type OpenFile } from './feature-context.ts';

/** The outline of a YAML document. */
export function outline(open: OpenFile): DocumentSymbol[] {
  const file = open.project.workspace.files.get(open.file);
  if (!file) return [];
  const { lines } = file.document;
  const toLsp = (symbol: OutlineSymbol): DocumentSymbol => ({
    name: symbol.name,
    ...(symbol.detail === undefined ? {} : { detail: symbol.detail }),
    kind: outlineKinds[symbol.kind],
    range: lines.range(symbol.start, symbol.end),
    selectionRange: lines.range(symbol.nameStart, symbol.nameEnd),
    children: symbol.children.map(toLsp),
  });
  return documentSymbols(file).map(toLsp);
}

const outlineKinds: Readonly<Record<OutlineSymbol['kind'], SymbolKind>> = {
  object: SymbolKind.Object,
  key: SymbolKind.Property,
  list: SymbolKind.Array,
  entry: SymbolKind.Field,
  step: SymbolKind.Function,
  error: SymbolKind.EnumMember,
};

/** Things of all projects by name. */
export function namedThings(projects: readonly FeatureProject[], query: string): WorkspaceSymbol[] {
  return projects.flatMap((project) => {
    const places = new Places(project);
    return workspaceSymbols(project, query).map((symbol) => ({
      name: symbol.name,
      kind: kinds[symbol.kind] ?? SymbolKind.Object,
      containerName: symbol.container,
      location: places.location(symbol),
    }));
  });
}

const kinds: Partial<Record<TargetKind, SymbolKind>> = {
  workflow: SymbolKind.Module,
  step: SymbolKind.Function,
  job: SymbolKind.Function,
  service: SymbolKind.Interface,
  class: SymbolKind.Class,
  'code-class': SymbolKind.Class,
  event: SymbolKind.Event,
  error: SymbolKind.EnumMember,
  errors: SymbolKind.Enum,
  'order-key': SymbolKind.Key,
  'config-item': SymbolKind.Constant,
  constant: SymbolKind.Constant,
  type: SymbolKind.Struct,
};

export function folding(open: OpenFile): FoldingRange[] {
  const file = open.project.workspace.files.get(open.file);
  return (file ? foldsOf(file) : []).map(({ from, to, isComment }) => ({
    startLine: from,
    endLine: to,
    ...(isComment ? { kind: FoldingRangeKind.Comment } : {}),
  }));
}

export function links(open: OpenFile): DocumentLink[] {
  return documentLinks(open.project, open.file).map(({ start, end, file }) => ({
    range: { start: open.document.positionAt(start), end: open.document.positionAt(end) },
    target: uriOfPath(file),
    tooltip: open.project.workspace.relativePath(file),
  }));
}
