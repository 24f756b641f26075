import { provideVSCodeDesignSystem, vsCodeTextArea, vsCodeTextField } from '@vscode/webview-ui-toolkit';

provideVSCodeDesignSystem().register(vsCodeTextField(), vsCodeTextArea());

export interface Control<Value> {
  readonly element: HTMLElement;
  /** Shows a value; what a person is just typing is left alone. */
  show(value: Value): void;
}

export interface FieldOptions {
  readonly label: string;
  readonly placeholder?: string;
  readonly isReadOnly?: boolean;
}

/** One line of text, told when the person leaves it or presses Enter; Escape gives back what was shown. */
export function textField(options: FieldOptions, onChange: (value: string) => void): Control<string> {
  return textControl('vscode-text-field', options, onChange);
}

/** Several lines of text, one value each or as the caller reads them. */
export function textArea(options: FieldOptions & { rows: number }, onChange: (value: string) => void): Control<string> {
  const control = textControl('vscode-text-area', options, onChange);
  control.element.setAttribute('rows', String(options.rows));
  control.element.setAttribute('resize', 'vertical');
  return control;
}

function textControl(tag: string, options: FieldOptions, onChange: (value: string) => void): Control<string> {
  const element = document.createElement(tag) as HTMLElement & { value: string };
  let shown = '';
  element.setAttribute('aria-label', options.label);
  if (options.placeholder !== undefined) element.setAttribute('placeholder', options.placeholder);
  element.toggleAttribute('readonly', options.isReadOnly === true);
  element.addEventListener('change', () => {
    if (element.value === shown) return;
    shown = element.value;
    onChange(shown);
  });
  element.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return;
    element.value = shown;
  });
  return {
    element,
    show: (value) => {
      // The toolkit puts a name of its own there when the field comes into the page.
      if (element.getAttribute('aria-label') !== options.label) element.setAttribute('aria-label', options.label);
      const isTyping = element.value !== shown && element.contains(document.activeElement);
      shown = value;
      if (!isTyping) element.value = value;
    },
  };
}
