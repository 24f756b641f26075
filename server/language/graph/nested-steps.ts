import type { YamlList, YamlNode } from '../yaml/node.ts';
import { readReference, type StepCollector } from './step-collector.ts';
import type { StepIdentity } from './step-graph.ts';

/**
 * Reads the manuals' nested lists: steps of an even depth run in turn, those of an odd depth side by side. What follows
 * a list of arms depends on the last steps of every arm. All steps of one place share one `after` array, so that
 * memory stays linear.
 */
export function readNestedSteps(list: YamlList, collector: StepCollector): void {
  readSerial(list.items, [], collector);
}

type Identities = readonly StepIdentity[];

function readSerial(items: readonly YamlNode[], after: Identities, collector: StepCollector): Identities {
  let last = after;
  for (const item of items) last = readElement(item, last, collector, readParallel);
  return last;
}

function readParallel(items: readonly YamlNode[], after: Identities, collector: StepCollector): Identities {
  const ends: StepIdentity[] = [];
  for (const item of items) for (const end of readElement(item, after, collector, readSerial)) ends.push(end);
  return [...new Set(ends)];
}

/** A step, or a list of the other kind; gives the steps that end it. */
function readElement(
  item: YamlNode,
  after: Identities,
  collector: StepCollector,
  readInner: typeof readSerial,
): Identities {
  if (item.kind === 'list') {
    if (item.items.length > 0) return readInner(item.items, after, collector);
    collector.fault({ kind: 'empty-group', start: item.start, end: item.end, values: {} });
    return after;
  }
  const reference = readReference(item, collector);
  const step = reference && collector.add(reference, after);
  return step ? [step.identity] : after;
}
