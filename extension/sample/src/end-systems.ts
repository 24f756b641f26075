import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { NoReply, Refused, SystemDown, SystemError } from './system-errors.ts';

/** The systems around the shop. Each has a small client module of its own in this folder. */
export type SystemName = 'stock' | 'payment' | 'carrier' | 'mail';

export interface SystemCall {
  readonly method: 'GET' | 'POST' | 'PUT';
  readonly path: string;
  readonly body?: object;
  /** Aborts when the engine cancels the step. */
  readonly signal: AbortSignal;
}

const timeoutMs = 5_000;

/** The end systems write where they listen into this file when they start. */
const addressFile = path.join(import.meta.dirname, '..', 'end-systems', 'data', 'addresses.json');

/**
 * One call of an end system. Every way in which it can go wrong is an error with a name of its own, because the error's
 * name decides what the engine does next: see workflows/shop.errors.yaml.
 */
export async function callSystem<Answer>(system: SystemName, call: SystemCall): Promise<Answer> {
  const address = await findAddress(system);
  const response = await send(system, address, call);
  const answer: unknown = await response.json().catch((error: unknown) => {
    throw new NoReply(system, error);
  });
  if (response.status >= 500) throw new SystemError(system, response.status, messageOf(answer));
  if (response.status >= 400) throw new Refused(codeOf(answer), `${system}: ${messageOf(answer)}`);
  return answer as Answer;
}

async function findAddress(system: SystemName): Promise<string> {
  try {
    const addresses = JSON.parse(await readFile(addressFile, 'utf8')) as Record<SystemName, string>;
    return addresses[system];
  } catch (error) {
    throw new SystemDown(system, `${addressFile} cannot be read; start the end systems`, error);
  }
}

async function send(system: SystemName, address: string, call: SystemCall): Promise<Response> {
  try {
    return await fetch(address + call.path, {
      method: call.method,
      headers: { 'content-type': 'application/json' },
      signal: AbortSignal.any([call.signal, AbortSignal.timeout(timeoutMs)]),
      ...(call.body === undefined ? {} : { body: JSON.stringify(call.body) }),
    });
  } catch (error) {
    // Refused connections never reached the system. After anything else nobody knows whether it did the work.
    if (isRefusedConnection(error)) throw new SystemDown(system, `nothing listens at ${address}`, error);
    throw new NoReply(system, error);
  }
}

function isRefusedConnection(error: unknown): boolean {
  const cause = error instanceof Error ? error.cause : undefined;
  return cause instanceof Error && 'code' in cause && cause.code === 'ECONNREFUSED';
}

function codeOf(answer: unknown): string {
  return fieldOf(answer, 'code') ?? 'REFUSED';
}

function messageOf(answer: unknown): string {
  return fieldOf(answer, 'message') ?? 'no reason given';
}

function fieldOf(answer: unknown, name: string): string | undefined {
  const value: unknown = typeof answer === 'object' && answer !== null ? Reflect.get(answer, name) : undefined;
  return typeof value === 'string' ? value : undefined;
}
