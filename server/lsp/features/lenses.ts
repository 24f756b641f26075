import type { CodeLens, Command, InlayHint, Range } from 'vscode-languageserver/node';
import { inlayHints } from '../../language/features/outline/inlay-hints.ts';
import { lensesOf, type Lens } from '../../language/features/outline/lenses.ts';
import { locationOf } from '../../language/features/navigation/definition.ts';
import { isYaml, Places, type OpenFile } from './feature-context.ts';

/** Lenses of a document. The window leaves out those whose command it does not have. */
export function lenses(open: OpenFile): CodeLens[] {
  const places = new Places(open.project);
  return lensesOf(open.project, open.file).map((lens) => {
    const range = places.range(open.file, lens.start, lens.end);
    return { range, command: commandOf(lens, open, places, range) };
  });
}

function commandOf(lens: Lens, open: OpenFile, places: Places, range: Range): Command {
  const { uri } = open.document;
  const node = { type: 'object', folder: open.session.uri, object: { ...lens.object, uri } };
  switch (lens.does) {
    case 'run':
      return { title: '$(run) Run', command: 'ordo.runOrder', arguments: [node] };
    case 'debug':
      return { title: '$(debug-alt) Debug', command: 'ordo.debugOrder', arguments: [node] };
    case 'graph':
      return { title: '$(type-hierarchy) Open Graph', command: 'ordo.openGraph', arguments: [uri] };
    case 'deploy':
      return { title: '$(cloud-upload) Deploy', command: 'ordo.deployFile', arguments: [uri] };
    case 'references': {
      const count = lens.uses?.length ?? 0;
      const locations = (lens.uses ?? []).map((use) => places.location(locationOf(use)));
      const title = `${count} ${count === 1 ? 'reference' : 'references'}`;
      return { title, command: 'ordo.showReferences', arguments: [uri, range.start, locations] };
    }
  }
}

/** Segments of a workflow's steps in the visible part. */
export function hints(open: OpenFile, range: Range): InlayHint[] {
  if (!isYaml(open)) return [];
  const from = open.document.offsetAt(range.start);
  const to = open.document.offsetAt(range.end);
  return inlayHints(open.project, open.file, from, to).map(({ offset, text, tooltip }) => ({
    position: open.document.positionAt(offset),
    label: text,
    tooltip,
    paddingLeft: true,
  }));
}
