import type { StepId } from '../../../schemas/model/workflow-graph.ts';
import { fill } from '../../view/element.ts';
import { addStep } from './adding.ts';
import { refusedEdge } from './connecting.ts';
import type { EdgeEnds } from './model.ts';
import type { Page } from './page.ts';
import type { Route } from './scene/edge-route.ts';
import { nodeHeight, nodeWidth } from './scene/node-look.ts';
import { svg } from './scene/svg.ts';
import { overlaps, type Point } from './scene/viewport.ts';
import { nameOf } from './spoken.ts';

/** What a pressed pointer does until it is let go. */
export interface Drag {
  move(event: PointerEvent): void;
  end(event: PointerEvent, isCancelled: boolean): void;
}

/** Decides by what is under the pointer: a port draws an edge, an edge's end is moved, the rest selects and pans. */
export function beginDrag(page: Page, event: PointerEvent): Drag {
  const { canvas, model } = page;
  const point = canvas.pointOf(event);
  const target = event.target as Element;
  const step = target.closest('[data-step]')?.getAttribute('data-step') ?? canvas.nodeAt(point);
  const canEdit = !model.isReadOnly && model.broken === undefined && event.button === 0;
  if (canEdit && step !== undefined && target.classList.contains('port')) return drawEdge(page, { from: step });
  if (step !== undefined && event.button === 0) return pan(page, event, () => selectNode(page, step, event));
  const edge = event.button === 0 ? canvas.edges.nearest(point, 7 / canvas.viewport.scale) : undefined;
  if (edge) {
    model.selectEdge({ from: edge.from, to: edge.to });
    const end = canEdit ? nearEnd(edge, point, 40 / canvas.viewport.scale) : undefined;
    return end === undefined ? pan(page, event, () => undefined) : drawEdge(page, { edge, end });
  }
  return event.shiftKey && event.button === 0 ? lasso(page, point) : pan(page, event, () => model.select([]));
}

function selectNode(page: Page, id: StepId, event: PointerEvent): void {
  page.focusStep(id);
  if (event.ctrlKey || event.metaKey || event.shiftKey) page.model.toggle(id);
  else page.model.select([id]);
}

function nearEnd({ points }: Route, point: Point, within: number): 'from' | 'to' | undefined {
  const distance = (end: Point | undefined): number => (end ? Math.hypot(end.x - point.x, end.y - point.y) : Infinity);
  const [from, to] = [distance(points[0]), distance(points.at(-1))];
  return Math.min(from, to) > within ? undefined : from < to ? 'from' : 'to';
}

/** Moves the drawing; a press without a move is a click. */
function pan({ canvas }: Page, start: PointerEvent, click: () => void): Drag {
  let { clientX, clientY } = start;
  let isMoved = false;
  return {
    move: (event) => {
      isMoved ||= Math.hypot(event.clientX - start.clientX, event.clientY - start.clientY) > 4;
      if (!isMoved) return;
      canvas.viewport.panBy(event.clientX - clientX, event.clientY - clientY);
      ({ clientX, clientY } = event);
      canvas.moved();
    },
    end: (_event, isCancelled) => {
      if (!isMoved && !isCancelled) click();
    },
  };
}

/** Selects what a frame touches. */
function lasso({ canvas, model }: Page, from: Point): Drag {
  const frame = svg('rect', { class: 'lasso' });
  canvas.overlay.append(frame);
  const rectTo = (to: Point): { x: number; y: number; width: number; height: number } => ({
    x: Math.min(from.x, to.x),
    y: Math.min(from.y, to.y),
    width: Math.abs(to.x - from.x),
    height: Math.abs(to.y - from.y),
  });
  return {
    move: (event) => {
      for (const [name, value] of Object.entries(rectTo(canvas.pointOf(event))))
        frame.setAttribute(name, String(value));
    },
    end: (event, isCancelled) => {
      frame.remove();
      if (isCancelled) return;
      const rect = rectTo(canvas.pointOf(event));
      const touched = [...(model.layout?.nodes ?? [])].filter(([, { x, y }]) =>
        overlaps({ x, y, width: nodeWidth, height: nodeHeight }, rect),
      );
      model.select(
        touched.map(([id]) => id),
        { keep: event.ctrlKey || event.metaKey },
      );
    },
  };
}

type Drawn = { readonly from: StepId } | { readonly edge: Route; readonly end: 'from' | 'to' };

/** Draws an edge to the pointer, says while it moves whether it can be, and makes it where it is let go. */
function drawEdge(page: Page, drawn: Drawn): Drag {
  const { canvas, model } = page;
  const line = svg('path', { class: 'rubber' });
  canvas.overlay.append(line);
  const fixed = 'from' in drawn ? drawn.from : drawn.end === 'from' ? drawn.edge.to : drawn.edge.from;
  const isForward = 'from' in drawn || drawn.end === 'to';
  const start = portOf(page, fixed, isForward ? 'out' : 'in');
  const endsAt = (id: StepId): EdgeEnds => (isForward ? { from: fixed, to: id } : { from: id, to: fixed });
  const refusal = (over: StepId | undefined): string | undefined => {
    if (over === undefined || isSame(drawn, endsAt(over))) return undefined;
    return refusedEdge(page, endsAt(over).from, endsAt(over).to);
  };
  return {
    move: (event) => {
      const point = canvas.pointOf(event);
      const over = canvas.nodeAt(point);
      const refused = refusal(over);
      line.setAttribute('d', `M${start.x} ${start.y}L${point.x} ${point.y}`);
      line.setAttribute('class', `rubber ${refused === undefined ? (over === undefined ? '' : 'good') : 'refused'}`);
      page.hint(refused, event);
    },
    end: (event, isCancelled) => {
      line.remove();
      page.hint(undefined, event);
      if (isCancelled) return;
      const over = canvas.nodeAt(canvas.pointOf(event));
      const refused = refusal(over);
      if (refused !== undefined) return page.say(refused);
      if (over !== undefined) return finish(page, drawn, endsAt(over));
      if ('from' in drawn) {
        const last = model.shown.byId.get(drawn.from)?.members.at(-1)?.id ?? drawn.from;
        void addStep(page, fill(page.texts.appendTitle, nameOf(last)), { after: [last], before: [] });
      }
    },
  };
}

function finish(page: Page, drawn: Drawn, { from, to }: EdgeEnds): void {
  if ('from' in drawn) page.gesture({ type: 'connect', from, to });
  else if (!isSame(drawn, { from, to })) {
    page.gesture({ type: 'rewire', from: drawn.edge.from, to: drawn.edge.to, newFrom: from, newTo: to });
  }
}

function isSame(drawn: Drawn, { from, to }: EdgeEnds): boolean {
  return 'edge' in drawn && drawn.edge.from === from && drawn.edge.to === to;
}

function portOf({ model }: Page, id: StepId, side: 'in' | 'out'): Point {
  const { x, y } = model.layout?.nodes.get(id) ?? { x: 0, y: 0 };
  const along = side === 'out' ? 1 : 0;
  return model.direction === 'down'
    ? { x: x + nodeWidth / 2, y: y + nodeHeight * along }
    : { x: x + nodeWidth * along, y: y + nodeHeight / 2 };
}
