import path from 'node:path';
import type { JsonText } from '../../../schemas/model/data.ts';
import type { ObjectIdentity, StepMethod } from '../../../schemas/model/steps.ts';
import type { ApiCall, OrderSnapshot, RaisedError, UserLog } from '../../../schemas/protocol/runner.ts';
import { SystemClock } from '../../../server/base/clock.ts';
import { MemoryLog } from '../../../server/base/logger.ts';
import { encodeData } from '../../../server/base/tagged-json.ts';
import type { RunnerHostOptions } from '../../../server/isolation/options.ts';
import type { ProgramPool } from '../../../server/isolation/program-pool.ts';
import type { CallOutcome, CallPeer, ProgramSpec } from '../../../server/isolation/runner-host.ts';

/** A form of `RunnerHost` under test. */
export interface Form {
  readonly name: 'process' | 'shared';
  create(options: RunnerHostOptions): ProgramPool;
}

/** A host with its log and the lines that belong to no call. */
export function createHost(form: Form, options: Partial<RunnerHostOptions> = {}) {
  const log = new MemoryLog();
  const programLines: { program: string; line: UserLog }[] = [];
  const host = form.create({
    clock: new SystemClock(),
    log: log.logger,
    onProgramLog: (program, line) => programLines.push({ program, line }),
    ...options,
  });
  hosts.push(host);
  return { host, log, programLines };
}

const hosts: ProgramPool[] = [];

/** Ends every host of this file, so that a test that fails leaves nothing running. */
export async function disposeHosts(): Promise<void> {
  await Promise.all(hosts.map((host) => host.dispose(0)));
}

const folder = path.join(import.meta.dirname, 'programs');

export function program(file: 'healthy' | 'misbehaving', name: string = file, hash = 'one'): ProgramSpec {
  return { program: `${name}:1.0`, bundleHash: hash, bundleFile: path.join(folder, `${file}.cjs`) };
}

/** Records what a call asked of the engine; answers each API call unless told otherwise. */
export class RecordingPeer implements CallPeer {
  readonly calls: ApiCall[] = [];
  readonly errors: RaisedError[] = [];
  readonly lines: UserLog[] = [];
  readonly #answer: (call: ApiCall) => Promise<JsonText | undefined>;

  constructor(answer: (call: ApiCall) => Promise<JsonText | undefined> = () => Promise.resolve(undefined)) {
    this.#answer = answer;
  }

  api(call: ApiCall): Promise<JsonText | undefined> {
    this.calls.push(call);
    return this.#answer(call);
  }

  raised(error: RaisedError): void {
    this.errors.push(error);
  }

  log(line: UserLog): void {
    this.lines.push(line);
  }

  get texts(): string[] {
    return this.lines.map((line) => line.text);
  }
}

export interface CallOptions {
  readonly method?: StepMethod;
  readonly timeoutMs?: number;
  readonly order?: Partial<OrderSnapshot>;
  readonly peer?: CallPeer;
}

/** Calls one step of a program. */
export function call(
  host: ProgramPool,
  spec: ProgramSpec,
  step: string,
  options: CallOptions = {},
): Promise<CallOutcome> {
  const { method = 'primary', timeoutMs, order = {}, peer = new RecordingPeer() } = options;
  const identity: ObjectIdentity = `${step}:1.0`;
  return host.invoke(
    spec,
    { step: identity, method, order: snapshot(step, order), ...(timeoutMs === undefined ? {} : { timeoutMs }) },
    peer,
  );
}

let lastOrder = 0;

function snapshot(step: string, changes: Partial<OrderSnapshot>): OrderSnapshot {
  lastOrder += 1;
  return {
    orderId: lastOrder,
    workflow: { workflowId: 1, name: 'shop', version: '1.0' },
    step: { stepId: 7, name: step, version: '1.0', ind: 0 },
    mode: 'NORMAL',
    attempt: 1,
    priority: 500,
    started: '2026-01-01T00:00:00.000Z',
    executionId: 3,
    staticData: encodeData({ sku: 'mug', lines: [] }),
    ...changes,
  };
}

/** Whether a process with this id is there. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** Waits for something that happens in another process; fails after a while, saying what it waited for. */
export async function eventually(what: string, isTrue: () => boolean, limitMs = 10_000): Promise<void> {
  const end = performance.now() + limitMs;
  while (!isTrue()) {
    if (performance.now() > end) throw new Error(`Waited in vain: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
