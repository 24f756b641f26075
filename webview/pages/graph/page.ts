import type { GraphGesture, PaletteStep, StepId } from '../../../schemas/model/workflow-graph.ts';
import type { FromGraphPage } from '../../../schemas/protocol/graph-page.ts';
import type { MenuEntry } from './menu.ts';
import type { Model } from './model.ts';
import type { Picker } from './picker.ts';
import type { Canvas } from './scene/canvas.ts';
import type { Texts } from './texts.ts';

/** What the operations, the pointer and the keyboard may use of the page. */
export interface Page {
  readonly model: Model;
  readonly texts: Texts;
  readonly canvas: Canvas;
  readonly picker: Picker;
  /** Steps of the workspace, as they were when last asked for. */
  readonly palette: readonly PaletteStep[];
  send(message: FromGraphPage): void;
  /** Asks for a change of the text. */
  gesture(gesture: GraphGesture): void;
  /** A number for a message that will be answered. */
  nextId(): number;
  /** Shows a sentence, and says it to a screen reader. */
  say(sentence: string): void;
  /** Moves the focus to a step and brings it into sight. */
  focusStep(id: StepId): void;
  /** Gives the keys back to the graph, without moving anything. */
  focusGraph(): void;
  fit(): void;
  zoom(factor: number): void;
  /** Brings a step into sight. */
  reveal(id: StepId): void;
  openPanel(): void;
  togglePanel(): void;
  openMenu(entries: readonly MenuEntry[], at: { readonly x: number; readonly y: number }): void;
  startSearch(): void;
  /** A sentence beside the pointer while it drags. */
  hint(sentence: string | undefined, at: MouseEvent): void;
  savePicture(format: 'svg' | 'png'): void;
}
