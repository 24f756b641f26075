import { codeLanguage } from '../../objects/code-file.ts';
import { kindRows } from '../../objects/object-kinds.ts';
import { notRunnable, type ObjectRule } from '../rule.ts';

/** What is accepted and shown but not run: other languages and flow diagrams in place of methods. */
export const notRunYet: ObjectRule = {
  scope: 'object',
  check(object, report) {
    const { code, label } = kindRows[object.kind];
    const values = { kind: label, name: object.name };
    const hasCode =
      code === 'required' || object.node(['code']) !== undefined || object.node(['class-name']) !== undefined;
    const language = codeLanguage(object);
    if (code !== undefined && hasCode && language !== 'typescript') {
      const range = object.rangeOf([object.node(['lang']) ? 'lang' : 'code']);
      report('ORDO-OBJ-012', range, { ...values, language: languageNames[language] }, { data: notRunnable });
    }
    const fsm = object.node(['fsm']);
    if (fsm?.kind === 'list' && fsm.items.length > 0)
      report('ORDO-OBJ-013', object.keyRange(['fsm']), values, { data: notRunnable });
  },
};

const languageNames = { qore: 'Qore', java: 'Java', python: 'Python', typescript: 'TypeScript' } as const;
