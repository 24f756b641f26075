import type { StepId, StepKind } from '../../../../schemas/model/workflow-graph.ts';

/** Everything that is to be seen of one step; equal looks are not drawn again. */
export interface NodeLook {
  readonly id: StepId;
  readonly name: string;
  readonly version: string;
  readonly description: string;
  readonly kind: StepKind;
  readonly isArray: boolean;
  /** Number of steps that this node stands for, when a series is collapsed. */
  readonly count: number;
  /** Queue, event or workflow that the step works with. */
  readonly target: string;
  readonly problems: number;
  readonly isError: boolean;
  readonly breakpoint: '' | 'on' | 'off';
  readonly live: LiveLook | undefined;
  readonly isSelected: boolean;
  readonly relation: '' | 'before' | 'after';
  readonly isMatch: boolean;
  readonly isDim: boolean;
  /** What a screen reader says. */
  readonly spoken: string;
  readonly place: number;
}

export interface LiveLook {
  readonly sign: string;
  readonly tone: 'good' | 'bad' | 'waiting' | 'active' | 'plain';
  readonly text: string;
  /** A tone for each element of an array step. */
  readonly elements: readonly LiveLook['tone'][];
}

export const nodeWidth = 220;
export const nodeHeight = 74;
