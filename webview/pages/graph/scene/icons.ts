import type { StepKind } from '../../../../schemas/model/workflow-graph.ts';

/** Signs of the step kinds, drawn with strokes in a box of 16 by 16. */
export const kindIcons: Readonly<Record<StepKind, string>> = {
  normal: 'M2.5 3.5h11v9h-11z M6.5 6v4l3.5-2z',
  async: 'M8 2a6 6 0 1 0 .01 0z M8 4.5V8l2.5 2',
  event: 'M9 1.5 3.5 9H8l-1 5.5L12.5 7H8z',
  subworkflow: 'M5.5 1.5h5v3.5h-5z M1.5 11h5v3.5h-5z M9.5 11h5v3.5h-5z M8 5v3 M4 11V8h8v3',
  unknown: 'M5.5 5.5a2.5 2.5 0 1 1 3.5 2.3c-.7.4-1 .8-1 1.7 M8 12v.6',
};

export const targetIcons: Readonly<Partial<Record<StepKind, string>>> = {
  async: 'M2 5h12 M2 8h12 M2 11h12',
  event: 'M3 8a5 5 0 0 1 5-5 M5.5 8A2.5 2.5 0 0 1 8 5.5 M8 8v.1',
  subworkflow: 'M3 8h9 M9 5l3 3-3 3',
};
