import { provideVSCodeDesignSystem, vsCodeButton } from '@vscode/webview-ui-toolkit';

provideVSCodeDesignSystem().register(vsCodeButton());

/** A push button; `primary` for what the page suggests. */
export function button(text: string, onClick: () => void, look: 'primary' | 'secondary' = 'secondary'): HTMLElement {
  const element = document.createElement('vscode-button');
  element.setAttribute('appearance', look);
  element.textContent = text;
  element.addEventListener('click', onClick);
  return element;
}

/** A disabled button says so to everybody and does nothing. */
export function enable(element: HTMLElement, isEnabled: boolean): void {
  element.toggleAttribute('disabled', !isEnabled);
}
