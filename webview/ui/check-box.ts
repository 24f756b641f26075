import { provideVSCodeDesignSystem, vsCodeCheckbox } from '@vscode/webview-ui-toolkit';
import type { Control, FieldOptions } from './text-field.ts';

provideVSCodeDesignSystem().register(vsCodeCheckbox());

/** A box that is ticked or not. */
export function checkBox(options: FieldOptions, onChange: (value: boolean) => void): Control<boolean> {
  const element = document.createElement('vscode-checkbox') as HTMLElement & { checked: boolean };
  let shown = false;
  element.textContent = options.label;
  element.setAttribute('aria-label', options.label);
  element.toggleAttribute('readonly', options.isReadOnly === true);
  element.addEventListener('change', () => {
    if (element.checked === shown) return;
    shown = element.checked;
    onChange(shown);
  });
  return {
    element,
    show: (value) => {
      shown = value;
      element.checked = value;
    },
  };
}
