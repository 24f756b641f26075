import { ruleTopic } from './rule.ts';

export const informationRules = ruleTopic('Information, feedback, custom status', 'INF', 'information.test.ts', [
  ['Code learns the facts of its order: status, priority, ids, execution instance', 'information: '],
  ['Code learns the facts of its workflow: patch, order keys, steps', 'information: '],
  ['Code learns which steps were executed, and their statuses', 'information: '],
  ['A custom status is shown with the order until it is taken up again', 'custom status: '],
  ['Only declared custom statuses are accepted', 'custom status: '],
  ['A child leaves feedback for its parent by key; the last value counts', 'feedback: a child leaves'],
  ['A parent reads the feedback of its children in a later step', 'feedback: a child leaves'],
  ['Feedback without a parent is FEEDBACK-ERROR, for a final parent STATUS-ERROR', 'feedback: refused'],
  ['Code reads the notes of its order', 'notes: user code'],
]);
