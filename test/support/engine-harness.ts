import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { asId, type OrderId } from '../../schemas/model/ids.ts';
import type { CreateOrderRequest, OrderHash } from '../../schemas/protocol/rest.ts';
import type { OrderStatus } from '../../schemas/model/status.ts';
import type { SystemEvent } from '../../schemas/protocol/event.ts';
import { type Clock, FakeClock } from '../../server/base/clock.ts';
import { loggerFrom } from '../../server/base/logger.ts';
import { SensitiveCipher } from '../../server/engine/sensitive/cipher.ts';
import { createEngine } from '../../server/engine/create-engine.ts';
import type { Engine } from '../../server/engine/engine.ts';
import { ServerOptions } from '../../server/engine/options/server-options.ts';
import { openSqliteStore } from '../../server/engine/store/sqlite/open.ts';
import type { Store } from '../../server/engine/store/store.ts';
import type { RunnerHost } from '../../server/isolation/runner-host.ts';
import { type Script, ScriptedRunner } from './scripted-runner.ts';
import { sketchRelease, type WorkflowSketch } from './release-builder.ts';

export const tester = { who: 'tester', source: 'test' } as const;

/** The same for every harness, so that one may open what another sealed. */
const testKeys = { data: Buffer.alloc(32, 7), value: Buffer.alloc(32, 9) };

export interface HarnessSetup {
  readonly script?: Script;
  /** A real runner host instead of a script. */
  readonly runner?: RunnerHost;
  readonly options?: Readonly<Record<string, string | number | boolean | readonly string[]>>;
  readonly clock?: Clock;
  /** A folder of an earlier harness: its database is opened again. */
  readonly folder?: string;
  /** False = an engine without keys for sensitive data. */
  readonly hasKeys?: boolean;
  /** Stands between the engine and the store: for faults. */
  readonly wrapStore?: (store: Store) => Store;
}

/** A whole engine in the test's process: real store on a temporary file, a fake clock and scripted steps by default. */
export class EngineHarness {
  readonly engine: Engine;
  readonly store: Store;
  /** The store without the harness's counting. */
  readonly innerStore: Store;
  readonly clock: Clock;
  readonly runner: ScriptedRunner;
  readonly options: ServerOptions;
  readonly folder: string;
  readonly events: SystemEvent[] = [];
  readonly logLines: string[];
  readonly #isKept: boolean;
  readonly #pending: PendingCount;
  #jobRuns = 0;

  private constructor(
    parts: Pick<
      EngineHarness,
      'engine' | 'store' | 'innerStore' | 'clock' | 'runner' | 'options' | 'folder' | 'logLines'
    >,
    isKept: boolean,
    pending: PendingCount,
  ) {
    this.#pending = pending;
    this.engine = parts.engine;
    this.store = parts.store;
    this.innerStore = parts.innerStore;
    this.clock = parts.clock;
    this.runner = parts.runner;
    this.options = parts.options;
    this.folder = parts.folder;
    this.logLines = parts.logLines;
    this.#isKept = isKept;
    this.watch(this.engine);
  }

  /** Follows the events of an engine: this one's, or those of another on the same store and runner. */
  watch(engine: Engine): void {
    engine.events.subscribe((event) => {
      this.events.push(event);
      if (event.eventstr === 'JOB_INSTANCE_START') this.#jobRuns += 1;
      if (event.eventstr === 'JOB_INSTANCE_STOP') this.#jobRuns -= 1;
    });
  }

  static async start(setup: HarnessSetup = {}): Promise<EngineHarness> {
    const folder = setup.folder ?? mkdtempSync(path.join(os.tmpdir(), 'ordo-engine-'));
    const clock = setup.clock ?? new FakeClock();
    const opened = await openSqliteStore({ file: path.join(folder, 'ordo.db'), clock });
    const pending = { count: 0 };
    const innerStore = setup.wrapStore?.(opened) ?? opened;
    const store = countPending(innerStore, pending);
    const runner = new ScriptedRunner(setup.script);
    const options = new ServerOptions('server', new Map(Object.entries(setup.options ?? {})));
    const logLines: string[] = [];
    const log = loggerFrom((level, message) => logLines.push(`${level}: ${message}`));
    const sessionId = await openSession(opened, clock);
    const host = setup.runner ?? runner;
    const engine = await createEngine({
      store,
      clock,
      options,
      runners: { process: host, shared: host },
      sessionId,
      log,
      programLog: () => log,
      bundleFolder: path.join(folder, 'bundles'),
      ...(setup.hasKeys === false ? {} : { cipher: new SensitiveCipher(testKeys) }),
    });
    return new EngineHarness(
      { engine, store, innerStore, clock, runner, options, folder, logLines },
      setup.folder !== undefined,
      pending,
    );
  }

  /** Deploys a workflow and starts one execution instance of it. */
  async deploy(sketch: WorkflowSketch, { start = true }: { readonly start?: boolean } = {}): Promise<void> {
    const answer = await this.engine.releases.install(sketchRelease(sketch), tester);
    if (!answer.installed) throw new Error(JSON.stringify(answer.problems));
    if (start) await this.engine.workflows.start(sketch.name ?? 'orders', tester);
    await this.settle();
  }

  async create(request: CreateOrderRequest = { staticdata: {} }, workflow = 'orders'): Promise<OrderId> {
    const { workflow_instanceid } = await this.engine.orders.create(workflow, request, tester);
    return asId(workflow_instanceid);
  }

  get(orderId: OrderId): Promise<OrderHash> {
    return this.engine.orders.get(orderId);
  }

  async statusOf(orderId: OrderId): Promise<OrderStatus> {
    return (await this.get(orderId)).workflowstatus;
  }

  /** Statuses of the order's steps by name. */
  async stepsOf(orderId: OrderId): Promise<Readonly<Record<string, string>>> {
    const { StepInstances } = await this.get(orderId);
    return Object.fromEntries(StepInstances.map((step) => [step.stepname, step.stepstatus]));
  }

  /** Runs an order to where it rests. */
  async run(request?: CreateOrderRequest, workflow?: string): Promise<OrderId> {
    const orderId = await this.create(request, workflow);
    await this.settle();
    return orderId;
  }

  /** Lets everything happen that needs no passing of time. */
  async settle(): Promise<void> {
    const longest = 500;
    for (let quiet = 0, cycle = 0, last = ''; quiet < 3 && cycle < longest; cycle += 1) {
      await new Promise((resolve) => setTimeout(resolve, 1));
      const progress = [this.store.commitCount, this.events.length, this.runner.calls.length].join();
      quiet = progress === last && !this.#isBusy() ? quiet + 1 : 0;
      last = progress;
    }
  }

  /** True while the store works, or while an order or a job is worked on and no scripted method holds it. */
  #isBusy(): boolean {
    const inWork = this.engine.executions.list().reduce((sum, { orders }) => sum + orders, 0);
    return this.#pending.count > 0 || inWork + this.#jobRuns > this.runner.running;
  }

  /** Lets time pass (fake clock only) and everything that falls due happen. */
  async pass(seconds: number): Promise<void> {
    if (!(this.clock instanceof FakeClock)) throw new Error('Time passes by itself');
    this.clock.advance(seconds * 1000);
    await this.settle();
  }

  /** Ends as a crash does: nothing is released or recorded any more. The folder stays. */
  async crash(): Promise<string> {
    await this.store.close();
    return this.folder;
  }

  async close(): Promise<void> {
    await this.engine.stop({ graceMs: 0 });
    await this.store.close();
    if (!this.#isKept) rmSync(this.folder, { recursive: true, force: true });
  }
}

interface PendingCount {
  count: number;
}

/** The same store; `pending` tells how many of its answers are awaited. */
function countPending<T extends object>(store: T & { readonly jobs?: object }, pending: PendingCount): T {
  return new Proxy(store, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name, target);
      if (name === 'jobs') return countPending(target.jobs ?? {}, pending);
      if (typeof member !== 'function') return member;
      return (...args: unknown[]) => {
        const answer: unknown = Reflect.apply(member, target, args);
        if (!(answer instanceof Promise)) return answer;
        pending.count += 1;
        const done = (): void => void (pending.count -= 1);
        answer.then(done, done);
        return answer as unknown;
      };
    },
  });
}

/** Opens a session as the start of the engine does: an active one of the same key is recovered first. */
async function openSession(store: Store, clock: Clock) {
  const key = 'test';
  const active = await store.findActiveSession(key);
  if (active) await store.recoverSession(active.sessionId, { now: clock.nowMicros(), batchSize: 1000 });
  const session = { instanceKey: key, host: 'localhost', url: '', version: 'test', pid: process.pid };
  return store.openSession({ ...session, now: clock.nowMicros() });
}
