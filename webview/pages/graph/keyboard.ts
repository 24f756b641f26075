import type { StepId } from '../../../schemas/model/workflow-graph.ts';
import { neighbour, type GraphKey } from '../../graph/neighbour.ts';
import { isPossible, operations } from './operations.ts';
import type { Page } from './page.ts';
import { openMenu } from './open-menu.ts';
import { nameOf } from './spoken.ts';

/** Keys while a step has the focus: along the graph, letters of a name, and the operations. */
export function followKeys(page: Page): void {
  const typed = new TypeAhead();
  page.canvas.element.addEventListener('keydown', (event) => {
    if (event.defaultPrevented || !onKey(page, event, typed)) return;
    // What was done here must not reach the window's own shortcuts.
    event.preventDefault();
    event.stopPropagation();
  });
}

function onKey(page: Page, event: KeyboardEvent, typed: TypeAhead): boolean {
  if (event.key === 'ContextMenu' || (event.shiftKey && event.key === 'F10')) {
    openMenu(page);
    return true;
  }
  return move(page, event) || choose(page, event) || operate(page, event) || typed.take(page, event);
}

function move(page: Page, event: KeyboardEvent): boolean {
  const { model } = page;
  const to = event.altKey || model.focus === undefined ? undefined : neighbourOf(page, model.focus, event.key);
  if (to === undefined) return /^(Arrow|Home$|End$)/.test(event.key) && !event.altKey;
  page.focusStep(to);
  if (event.shiftKey) model.select([to], { keep: true });
  else if (!event.ctrlKey && !event.metaKey) model.select([to]);
  return true;
}

/** Where a key leads: before and after along the graph, left and right among the steps of one rank. */
function neighbourOf({ model }: Page, from: StepId, key: string): StepId | undefined {
  const { nodes } = model.shown;
  if (key === 'Home') return nodes[0]?.id;
  if (key === 'End') return nodes.at(-1)?.id;
  const way = ways[model.direction][key];
  return way === undefined || model.layout === undefined
    ? undefined
    : neighbour(model.layout, model.shown.queries, from, way);
}

const ways: Readonly<Record<'down' | 'right', Readonly<Record<string, GraphKey>>>> = {
  down: { ArrowUp: 'before', ArrowDown: 'after', ArrowLeft: 'left', ArrowRight: 'right' },
  right: { ArrowLeft: 'before', ArrowRight: 'after', ArrowUp: 'left', ArrowDown: 'right' },
};

function choose({ model }: Page, event: KeyboardEvent): boolean {
  if (event.key === ' ' && model.focus !== undefined) {
    model.toggle(model.focus);
    return true;
  }
  if (event.key !== 'Escape') return false;
  model.selectEdge(undefined);
  model.select([]);
  return true;
}

function operate(page: Page, event: KeyboardEvent): boolean {
  const key = `${event.ctrlKey || event.metaKey ? 'Ctrl+' : ''}${event.shiftKey && event.key.length > 1 ? 'Shift+' : ''}${event.key}`;
  const found = operations.filter((one) => one.key === key || (key === 'Backspace' && one.key === 'Delete'));
  // Copying is the browser's own event, which a key makes by itself.
  if (found.some(({ text }) => text === 'opCopy' || text === 'opCut')) return false;
  const operation = found.find((one) => isPossible(page, one));
  if (operation === undefined) return false;
  void operation.run(page);
  return true;
}

/** Letters in quick succession lead to the next step whose name begins so. */
class TypeAhead {
  #typed = '';
  #at = 0;

  take(page: Page, event: KeyboardEvent): boolean {
    if (event.key.length !== 1 || event.ctrlKey || event.metaKey || event.altKey) return false;
    if (event.timeStamp - this.#at > 800) this.#typed = '';
    this.#at = event.timeStamp;
    this.#typed += event.key.toLowerCase();
    const ids = page.model.shown.nodes.map(({ id }) => id);
    const at = ids.indexOf(page.model.focus ?? '') + (this.#typed.length === 1 ? 1 : 0);
    const turned = [...ids.slice(at), ...ids.slice(0, at)];
    const found = turned.find((id) => nameOf(id).toLowerCase().startsWith(this.#typed));
    if (found === undefined) return true;
    page.focusStep(found);
    page.model.select([found]);
    return true;
  }
}
