import { ruleTopic } from './rule.ts';

const kinds = 'server/engine/machine/step-kinds.property.test.ts: steps of every kind: ';
const machine = 'server/engine/machine/machine.property.test.ts: ';

export const segmentRules = ruleTopic('Segments', 'SEG', 'segments.test.ts', [
  ['A workflow of normal steps has one segment', '3.2 segments: [n1, n2, n3]'],
  ['A discontinuity ends a segment; a back end holds what follows', '3.2 segments: [n1, a1, n2]'],
  ['A discontinuity at the start has a back end of its own', '3.2 segments: [a1, n2]'],
  ['A discontinuity at the end has a trailing back end', '3.2 segments: [n1, a1]'],
  ['Discontinuities side by side meet in a join segment', '3.2 segments: [n1, [a1, e1], n2]'],
  ['A join may depend on a back end and on a front end', '3.2 segments: [n1, [a1, n3], n2]'],
  ['A discontinuity may stand in a back end', '3.2 segments: [n1, s1, a1, n2]'],
  ['A back end starts when its step is COMPLETE, and never before', `${kinds}a back end starts`],
  ['A join starts when all it depends on are COMPLETE', '3.4 join segment', `${kinds}a back end starts`],
  ['Segments of one order run at the same time', '3.4 segments of one order run at the same time'],
  ['Independent steps of a segment run at the same time', `${machine}a step is called as soon as`],
  ['RETRY in one segment does not hold up another', '3.4 segments of one order are independent'],
  ['What happens in a segment does not move its retry', '3.4 segments of one order are independent'],
  ['A segment that is due goes on beside running ones', '3.5 recovery: a segment that is due'],
  ['An order in ERROR takes what another branch waited for', '3.4 segments: an order in ERROR'],
  ['A segment is COMPLETE only when all its steps are', `${kinds}an order is IN-PROGRESS`],
  ['An order is IN-PROGRESS exactly while something of it runs', `${kinds}an order is IN-PROGRESS`],
  ['The order has the highest rank of its segments', `${kinds}an order is IN-PROGRESS`],
  ['A segment has the highest rank of its steps', `${kinds}at rest`],
  ['No step runs before what it depends on', `${kinds}none is called before`, `${machine}no step is called before`],
  ['A COMPLETE step is never called again', `${machine}a step that is COMPLETE`],
  [
    'Nothing is stuck: what is waited for brings the order to its end',
    `${kinds}when faults stop`,
    `${machine}whatever happened`,
  ],
  ['Only the legal transitions occur, each with a line of history', `${machine}only the legal transitions`],
]);
