import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { DebugProtocol } from '@vscode/debugprotocol';
import type { JsonObject } from '../../schemas/model/data.ts';
import { type OrderText, readOrderText } from '../api/client/order-file.ts';

/** What a launch configuration of type `ordo` may say; its schema is in the extension's manifest. */
export interface DebugArguments extends DebugProtocol.LaunchRequestArguments, DebugProtocol.AttachRequestArguments {
  /** Folder of the project whose engine runs the order. */
  readonly project: string;
  /** Key of the engine; the one of the project by default. */
  readonly key?: string;
  /** Launch: `name` or `name:version` of the workflow. */
  readonly workflow?: string;
  /** Launch: the order as an object, or the file that holds it (relative to the project). */
  readonly order?: JsonObject | string;
  /** Attach: an order that exists. */
  readonly orderId?: number;
  readonly stopOnEntry?: boolean;
  /** What becomes of a launched order when the session is stopped before its end; an order of an attached session stays. */
  readonly onStop?: 'keep' | 'cancel';
}

/** Refused arguments: the text says what is wrong and what to write. */
export class ArgumentError extends Error {}

export function checkArguments(args: DebugArguments): void {
  if (typeof args.project !== 'string' || args.project === '') throw new ArgumentError('"project" names no folder.');
  if (args.orderId !== undefined && args.workflow !== undefined) {
    throw new ArgumentError('Give either "workflow" to launch an order of it, or "orderId" to attach to an order.');
  }
}

/** The order to create: an order file as the command line takes it, its request, or its static data alone. */
export function orderOf({ project, order = {} }: DebugArguments): OrderText {
  if (typeof order !== 'string') return readOrderText(order);
  const file = path.resolve(project, order);
  try {
    return readOrderText(JSON.parse(readFileSync(file, 'utf8')) as JsonObject);
  } catch (error) {
    throw new ArgumentError(
      `The order file ${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}
