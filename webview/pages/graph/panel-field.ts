import type { JsonValue } from '../../../schemas/model/data.ts';
import type { GraphField, StepId } from '../../../schemas/model/workflow-graph.ts';
import { checkBox } from '../../ui/check-box.ts';
import { choice } from '../../ui/choice.ts';
import { textArea, textField } from '../../ui/text-field.ts';
import { element } from '../../view/element.ts';
import type { Page } from './page.ts';

export interface FieldView {
  readonly element: HTMLElement;
  show(field: GraphField): void;
  focus(): void;
}

/** One attribute with its control; leaving it with another value is a gesture. */
export function buildField(page: Page, step: StepId | undefined, field: GraphField): FieldView {
  const set = (value: JsonValue | undefined): void =>
    page.gesture({
      type: 'set',
      key: field.key,
      ...(step === undefined ? {} : { step }),
      ...(value === undefined ? {} : { value }),
    });
  const control = controls[field.type](page, field, set);
  const problems = element('p', 'problem');
  problems.setAttribute('role', 'status');
  const name = element('div', 'label', field.title, ...(field.isRequired ? [' *'] : []));
  name.title = field.description;
  return {
    element: element(
      'div',
      `field ${field.type}`,
      ...(field.type === 'boolean' ? [] : [name]),
      control.element,
      problems,
    ),
    show: (now) => {
      control.show(now);
      problems.textContent = now.problems.join(' ');
      problems.hidden = now.problems.length === 0;
    },
    focus: () => control.element.focus(),
  };
}

interface FieldControl {
  readonly element: HTMLElement;
  show(field: GraphField): void;
}
type Build = (page: Page, field: GraphField, set: (value: JsonValue | undefined) => void) => FieldControl;

const controls: Readonly<Record<GraphField['type'], Build>> = {
  text: (page, field, set) => {
    const control = textField(options(page, field), (text) => set(text === '' ? undefined : text));
    return { element: control.element, show: ({ value }) => control.show(textOf(value)) };
  },
  number: (page, field, set) => {
    const control = textField(options(page, field), (text) => {
      const number = Number(text);
      // What is no number goes to the text as it is: the rules say what is wrong with it, as when it is typed there.
      set(text.trim() === '' ? undefined : Number.isFinite(number) ? number : text);
    });
    return { element: control.element, show: ({ value }) => control.show(textOf(value)) };
  },
  boolean: (page, field, set) => {
    const control = checkBox(options(page, field), (value) => set(value));
    return {
      element: control.element,
      show: ({ value, defaultValue }) => control.show((value ?? defaultValue) === true),
    };
  },
  choice: (page, field, set) => {
    const choices = { ...options(page, field), choices: field.choices, none: page.texts.notSet };
    const control = choice(choices, (text) => set(text === '' ? undefined : text));
    return { element: control.element, show: ({ value }) => control.show(textOf(value)) };
  },
  list: (page, field, set) => {
    const control = textArea({ ...options(page, field), rows: 3 }, (text) => {
      const lines = text.split('\n').map((line) => line.trim());
      const items = lines.filter((line) => line !== '');
      set(items.length === 0 ? undefined : items);
    });
    return {
      element: control.element,
      show: ({ value }) => control.show(Array.isArray(value) ? value.map(textOf).join('\n') : textOf(value)),
    };
  },
  yaml: (page, field) => {
    const text = element('pre', '');
    text.tabIndex = 0;
    text.setAttribute('role', 'group');
    text.setAttribute('aria-label', field.title);
    return {
      element: text,
      show: ({ value }) => (text.textContent = value === undefined ? page.texts.notSet : textOf(value)),
    };
  },
};

function options(
  { model }: Page,
  { title, isReadOnly, defaultValue }: GraphField,
): {
  label: string;
  placeholder: string;
  isReadOnly: boolean;
} {
  return { label: title, placeholder: textOf(defaultValue), isReadOnly: isReadOnly || model.isReadOnly };
}

function textOf(value: JsonValue | undefined): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
