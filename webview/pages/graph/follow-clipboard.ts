import { copyText, readCopied } from './clipboard.ts';
import type { Page } from './page.ts';
import { fill } from '../../view/element.ts';

/** Copy, cut and paste by the browser's own events, so that they need no permission and work with text as well. */
export function followClipboard(page: Page): void {
  const { canvas, model, texts } = page;
  const isOurs = (): boolean =>
    document.activeElement === document.body || canvas.element.contains(document.activeElement);
  const copy = (event: ClipboardEvent): boolean => {
    if (!isOurs() || model.targets.length === 0) return false;
    event.preventDefault();
    event.clipboardData?.setData('text/plain', copyText(model, model.targets));
    page.say(fill(texts.copied, model.targets.length));
    return true;
  };
  document.addEventListener('copy', (event) => void copy(event));
  document.addEventListener('cut', (event) => {
    if (model.isReadOnly || !copy(event)) return;
    page.gesture({ type: 'delete', steps: model.targets, heal: true });
  });
  document.addEventListener('paste', (event) => {
    if (!isOurs() || model.isReadOnly) return;
    event.preventDefault();
    const steps = readCopied(event.clipboardData?.getData('text/plain') ?? '');
    if (steps === undefined) page.say(texts.nothingToPaste);
    else page.gesture({ type: 'paste', steps, after: model.selection.size === 1 ? [...model.selection] : [] });
  });
}
