import { objectKinds } from '../../project.ts';
import { nearestName } from '../../../base/nearest-name.ts';
import { didYouMean } from '../../words/sentences.ts';
import { kindOfFileName } from '../../objects/object-kinds.ts';
import type { FileRule } from '../rule.ts';

/** `type:` names one of our kinds, and the file is a hash. */
export const objectType: FileRule = {
  scope: 'file',
  check({ file, document, unknownType }, report) {
    const { root, lines } = document;
    if (root && root.kind !== 'map') {
      report('ORDO-YAML-021', lines.range(root.start, root.end), {
        found: root.kind === 'list' ? 'a list' : 'one value',
      });
      return;
    }
    if (unknownType === undefined || !root) return;
    const type = root.byKey.get('type');
    if (!type) {
      const first = root.entries[0];
      report('ORDO-YAML-020', lines.range(first?.keyStart ?? 0, first?.keyEnd ?? 0), {
        kind: kindOfFileName(file) ?? 'workflow',
      });
      return;
    }
    const suggestion = nearestName(unknownType, objectKinds) ?? kindOfFileName(file);
    const range = lines.range(type.value.start, type.value.end);
    const values = { word: unknownType, hint: didYouMean(suggestion), kinds: objectKinds.join(', ') };
    report(
      'ORDO-YAML-019',
      range,
      values,
      suggestion === undefined ? {} : { data: { fix: 'replace', text: suggestion } },
    );
  },
};
