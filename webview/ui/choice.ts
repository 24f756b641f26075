import { provideVSCodeDesignSystem, vsCodeDropdown, vsCodeOption } from '@vscode/webview-ui-toolkit';
import type { Control, FieldOptions } from './text-field.ts';

provideVSCodeDesignSystem().register(vsCodeDropdown(), vsCodeOption());

/** One of several texts; the empty one stands for "not set". */
export function choice(
  options: FieldOptions & { readonly choices: readonly string[]; readonly none: string },
  onChange: (value: string) => void,
): Control<string> {
  const element = document.createElement('vscode-dropdown') as HTMLElement & { value: string };
  let shown = '';
  element.setAttribute('aria-label', options.label);
  element.toggleAttribute('disabled', options.isReadOnly === true);
  for (const value of ['', ...options.choices]) {
    const option = document.createElement('vscode-option');
    option.setAttribute('value', value);
    option.textContent = value === '' ? options.none : value;
    element.append(option);
  }
  element.addEventListener('change', () => {
    if (element.value === shown) return;
    shown = element.value;
    onChange(shown);
  });
  return {
    element,
    show: (value) => {
      shown = value;
      element.value = value;
    },
  };
}
