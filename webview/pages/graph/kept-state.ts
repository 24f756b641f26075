import type { Direction } from './scene/edge-route.ts';

/** What VS Code keeps while the page is hidden, and over a reload of the window. */
export interface KeptState {
  readonly x: number;
  readonly y: number;
  /** 0 = nothing was shown yet: the graph is fitted. */
  readonly scale: number;
  readonly direction: Direction;
  readonly selection: readonly string[];
  readonly focus: string | undefined;
  readonly collapsed: readonly string[];
  readonly isRelatedShown: boolean;
  readonly isPanelOpen: boolean;
}

/** The kept state as far as it is one; anything else is as if the page were new. */
export function readKeptState(value: unknown): KeptState {
  if (typeof value !== 'object' || value === null) return fresh;
  const { x, y, scale, direction, selection, focus, collapsed, isRelatedShown, isPanelOpen } = value as Partial<
    Record<keyof KeptState, unknown>
  >;
  return {
    x: finite(x),
    y: finite(y),
    scale: Math.max(0, finite(scale)),
    direction: direction === 'right' ? 'right' : 'down',
    selection: texts(selection),
    focus: typeof focus === 'string' ? focus : undefined,
    collapsed: texts(collapsed),
    isRelatedShown: isRelatedShown === true,
    isPanelOpen: isPanelOpen !== false,
  };
}

const fresh: KeptState = {
  x: 0,
  y: 0,
  scale: 0,
  direction: 'down',
  selection: [],
  focus: undefined,
  collapsed: [],
  isRelatedShown: false,
  isPanelOpen: true,
};

function finite(value: unknown): number {
  return typeof value === 'number' && Number.isFinite(value) ? value : 0;
}

function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
}
