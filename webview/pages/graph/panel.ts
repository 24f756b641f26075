import type { GraphDetails } from '../../../schemas/model/workflow-graph.ts';
import { element, fill } from '../../view/element.ts';
import { linkButton } from '../../ui/link-button.ts';
import { buildField, type FieldView } from './panel-field.ts';
import type { Page } from './page.ts';

export interface Panel {
  readonly element: HTMLElement;
  /** Shows the form of a step or of the workflow; what a person is typing stays. */
  show(details: GraphDetails): void;
  focus(): void;
}

/** The side panel: attributes of what is selected, its problems and the methods of its class. */
export function buildPanel(page: Page): Panel {
  const body = element('div', 'fields');
  const title = element('h2', '');
  const links = element('p', 'links');
  const problems = element('ul', 'problems');
  const methods = element('ul', 'methods');
  const panel = element('aside', 'panel', title, links, problems, body, methods);
  panel.setAttribute('aria-label', page.texts.panel);
  let shownFields = '';
  let fields: readonly FieldView[] = [];
  return {
    element: panel,
    focus: () => fields[0]?.focus(),
    show: (details) => {
      title.textContent = details.step ?? `${page.model.graph?.name ?? ''} ${page.model.graph?.version ?? ''}`;
      links.replaceChildren(...linksOf(page, details));
      problems.replaceChildren(...problemsOf(page, details));
      methods.replaceChildren(...methodsOf(page, details));
      const mark = JSON.stringify([
        details.step,
        page.model.isReadOnly,
        details.fields.map(({ key, type }) => [key, type]),
      ]);
      if (mark !== shownFields) {
        shownFields = mark;
        fields = details.fields.map((field) => buildField(page, details.step, field));
        body.replaceChildren(...fields.map((field) => field.element));
      }
      details.fields.forEach((field, index) => fields[index]?.show(field));
    },
  };
}

function linksOf(page: Page, { step, uri, codeUri }: GraphDetails): readonly Node[] {
  const { texts } = page;
  const on = step === undefined ? {} : { step };
  const text = linkButton(texts.opText, texts.opText, () => page.send({ type: 'open', what: 'text', ...on }));
  const yaml = linkButton(texts.opYaml, texts.opYaml, () => page.send({ type: 'open', what: 'yaml', ...on }));
  const code = linkButton(texts.opCode, texts.opCode, () => page.send({ type: 'open', what: 'code', ...on }));
  return [text, ...(step !== undefined && uri !== undefined ? [yaml] : []), ...(codeUri === undefined ? [] : [code])];
}

function problemsOf(page: Page, { step }: GraphDetails): readonly Node[] {
  const { texts, model } = page;
  const list = step === undefined ? (model.graph?.problems ?? []) : (model.steps.get(step)?.problems ?? []);
  return list.map(({ message, remedy, severity }, index) => {
    const open = linkButton(message, fill(texts.openProblem, message), () =>
      page.send({ type: 'open', what: 'problem', name: String(index), ...(step === undefined ? {} : { step }) }),
    );
    const row = element('li', severity, open, element('span', 'detail', remedy));
    if (step === undefined) return row;
    row.append(
      linkButton(texts.opQuickFix, texts.opQuickFix, () => page.send({ type: 'quick-fix', step, problem: index })),
    );
    return row;
  });
}

function methodsOf(page: Page, { step, methods }: GraphDetails): readonly Node[] {
  return methods.map(({ name }) =>
    element(
      'li',
      '',
      linkButton(`${name}()`, fill(page.texts.openMethod, name), () =>
        page.send({ type: 'open', what: 'method', name, ...(step === undefined ? {} : { step }) }),
      ),
    ),
  );
}
