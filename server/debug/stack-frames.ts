import path from 'node:path';
import type { DebugProtocol } from '@vscode/debugprotocol';
import type { Hold } from '../../schemas/protocol/debug.ts';
import type { Project } from '../language/project.ts';
import { placeOfStep, placeOfWorkflow, type SourcePlace } from './step-places.ts';

/** Innermost first: the step, its workflow, the order that waits for this one. */
export function framesOf(hold: Hold, project: Project | undefined): DebugProtocol.StackFrame[] {
  const { order, step, method, when } = hold;
  const element = step.ind === 0 ? '' : `[${step.ind}]`;
  const stepPlace = project && placeOfStep(project, order.workflow, step.identity);
  const frames: DebugProtocol.StackFrame[] = [
    frame(1, `${step.identity}${element} ${method} (${when === 'before' ? 'before' : 'after'})`, stepPlace),
    frame(2, `${order.workflow} segment ${hold.segmentId}`, project && placeOfWorkflow(project, order.workflow)),
  ];
  if (order.parentOrderId !== null) frames.push(frame(3, `order ${order.parentOrderId} (waits)`, undefined));
  return frames;
}

function frame(id: number, name: string, place: SourcePlace | undefined): DebugProtocol.StackFrame {
  if (place === undefined) return { id, name, line: 0, column: 0, presentationHint: 'label' };
  const source = { name: path.basename(place.file), path: place.file };
  return { id, name, source, line: place.line, column: place.column };
}
