import { DebugSession, InitializedEvent, OutputEvent, StoppedEvent, TerminatedEvent } from '@vscode/debugadapter';
import type { DebugProtocol } from '@vscode/debugprotocol';
import type { JsonValue } from '../../schemas/model/data.ts';
import type { OrderStatus } from '../../schemas/model/status.ts';
import type { GoOn, Hold } from '../../schemas/protocol/debug.ts';
import { requestOf } from '../api/client/order-file.ts';
import { SystemClock } from '../base/clock.ts';
import type { Project } from '../language/project.ts';
import { loadProject } from '../language/workspace/load-project.ts';
import { Breakpoints } from './breakpoints.ts';
import { capabilities } from './capabilities.ts';
import { performConsoleCommand } from './console-commands.ts';
import { DebuggedOrder, type DebuggedOrderHandlers } from './debugged-order.ts';
import { evaluate } from './evaluate.ts';
import { checkArguments, type DebugArguments, orderOf } from './launch-arguments.ts';
import { OrderScopes } from './order-scopes.ts';
import { framesOf } from './stack-frames.ts';
import { judge, type Motion } from './stop-rules.ts';

/** Orders over the Debug Adapter Protocol: one session debugs one order. */
export class OrderDebugAdapter extends DebugSession {
  #args: DebugArguments | undefined;
  #project: Project | undefined;
  #order: DebuggedOrder | undefined;
  readonly #breakpoints = new Breakpoints(() => this.#project);
  readonly #configured = Promise.withResolvers<void>();
  /** Where the order stands for the person; it may be held elsewhere for a moment. */
  #stopped: Hold | undefined;
  #scopes: OrderScopes | undefined;
  #motion: Motion = 'run';
  #from: Hold | undefined;
  #isEntryAhead = false;
  readonly #segments = new Set<number>([0]);

  protected override initializeRequest(response: DebugProtocol.InitializeResponse): void {
    this.setDebuggerLinesStartAt1(true);
    this.setDebuggerColumnsStartAt1(true);
    response.body = capabilities;
    this.sendResponse(response);
  }

  protected override launchRequest(response: DebugProtocol.LaunchResponse, args: DebugArguments): void {
    this.#answer(response, () => this.#begin(args));
  }

  protected override attachRequest(response: DebugProtocol.AttachResponse, args: DebugArguments): void {
    this.#answer(response, () => this.#begin(args));
  }

  protected override configurationDoneRequest(
    response: DebugProtocol.ConfigurationDoneResponse,
    args: DebugProtocol.ConfigurationDoneArguments,
  ): void {
    this.#configured.resolve();
    super.configurationDoneRequest(response, args);
  }

  protected override setBreakPointsRequest(
    response: DebugProtocol.SetBreakpointsResponse,
    args: DebugProtocol.SetBreakpointsArguments,
  ): void {
    this.#answer(response, () => ({ breakpoints: this.#breakpoints.setInFile(args) }));
  }

  protected override setFunctionBreakPointsRequest(
    response: DebugProtocol.SetFunctionBreakpointsResponse,
    args: DebugProtocol.SetFunctionBreakpointsArguments,
  ): void {
    this.#answer(response, () => ({ breakpoints: this.#breakpoints.setByName(args) }));
  }

  protected override setExceptionBreakPointsRequest(
    response: DebugProtocol.SetExceptionBreakpointsResponse,
    { filters }: DebugProtocol.SetExceptionBreakpointsArguments,
  ): void {
    this.#answer(response, () => this.#breakpoints.setFilters(filters));
  }

  protected override dataBreakpointInfoRequest(
    response: DebugProtocol.DataBreakpointInfoResponse,
    { variablesReference, name }: DebugProtocol.DataBreakpointInfoArguments,
  ): void {
    const place = variablesReference === undefined ? undefined : this.#scopes?.place(variablesReference, name);
    this.#answer(response, () =>
      place === undefined
        ? { dataId: null, description: 'Only order data can be watched.' }
        : {
            dataId: [place.target, ...place.path].join('\u0000'),
            description: `${name} (changes)`,
            accessTypes: ['write'],
          },
    );
  }

  protected override setDataBreakpointsRequest(
    response: DebugProtocol.SetDataBreakpointsResponse,
    { breakpoints }: DebugProtocol.SetDataBreakpointsArguments,
  ): void {
    this.#answer(response, () => ({ breakpoints: this.#breakpoints.setOnData(breakpoints, this.#stopped) }));
  }

  protected override threadsRequest(response: DebugProtocol.ThreadsResponse): void {
    const order = this.#order === undefined ? 'Order' : `Order ${this.#order.orderId}`;
    const segments = [...this.#segments].map((segment) => ({ id: threadOf(segment), name: `Segment ${segment}` }));
    this.#answer(response, () => ({ threads: [{ id: orderThread, name: order }, ...segments] }));
  }

  protected override stackTraceRequest(
    response: DebugProtocol.StackTraceResponse,
    { threadId }: DebugProtocol.StackTraceArguments,
  ): void {
    this.#answer(response, async () => {
      const hold = this.#stopped;
      if (hold === undefined || threadId !== threadOf(hold.segmentId)) return { stackFrames: [], totalFrames: 0 };
      const stackFrames = framesOf(hold, await this.#freshProject());
      return { stackFrames, totalFrames: stackFrames.length };
    });
  }

  protected override scopesRequest(response: DebugProtocol.ScopesResponse): void {
    this.#answer(response, () => ({ scopes: this.#scopes?.scopes() ?? [] }));
  }

  protected override variablesRequest(
    response: DebugProtocol.VariablesResponse,
    { variablesReference, start, count }: DebugProtocol.VariablesArguments,
  ): void {
    this.#answer(response, () => ({ variables: this.#scopes?.variables(variablesReference, start, count) ?? [] }));
  }

  protected override setVariableRequest(
    response: DebugProtocol.SetVariableResponse,
    { variablesReference, name, value }: DebugProtocol.SetVariableArguments,
  ): void {
    this.#answer(response, async () => {
      const { hold, order } = this.#standing();
      const place = this.#scopes?.place(variablesReference, name);
      if (place === undefined) throw new Error('This value cannot be set; static, dynamic and step data can.');
      const result = evaluate(value, hold);
      if (!result.ok) throw new Error(result.error);
      const changed = await order.setData(hold, place.target, place.path, (result.value ?? null) as JsonValue);
      this.#stopAt({ ...hold, order: changed });
      return this.#scopes?.variable(name, (result.value ?? null) as JsonValue) ?? { value, variablesReference: 0 };
    });
  }

  protected override evaluateRequest(
    response: DebugProtocol.EvaluateResponse,
    { expression, context }: DebugProtocol.EvaluateArguments,
  ): void {
    this.#answer(response, async () => {
      const { hold, order } = this.#standing();
      const said =
        context === 'repl' ? await performConsoleCommand(expression, hold, order, (how) => this.#goOn(how)) : undefined;
      if (said !== undefined) return { result: said, variablesReference: 0 };
      const result = evaluate(expression, hold);
      if (!result.ok) throw new Error(result.error);
      const variable = this.#scopes?.variable('', (result.value ?? null) as JsonValue);
      const text = result.value === undefined ? 'undefined' : (variable?.value ?? '');
      return { result: text, type: variable?.type, variablesReference: variable?.variablesReference ?? 0 };
    });
  }

  protected override continueRequest(response: DebugProtocol.ContinueResponse): void {
    this.#answer(response, async () => {
      await this.#move('run');
      return { allThreadsContinued: true };
    });
  }

  protected override nextRequest(response: DebugProtocol.NextResponse): void {
    this.#answer(response, () => this.#move('next-step'));
  }

  protected override stepInRequest(response: DebugProtocol.StepInResponse): void {
    this.#answer(response, () => this.#move('next-step'));
  }

  protected override stepOutRequest(response: DebugProtocol.StepOutResponse): void {
    this.#answer(response, () => this.#move('out-of-segment'));
  }

  protected override pauseRequest(response: DebugProtocol.PauseResponse): void {
    this.#answer(response, () => void (this.#motion = 'pause'));
  }

  protected override restartRequest(response: DebugProtocol.RestartResponse): void {
    this.#answer(response, async () => {
      const args = this.#args;
      if (args === undefined) throw new Error('Nothing was launched.');
      await this.#end(args.onStop === 'cancel');
      await this.#start(args);
    });
  }

  protected override terminateRequest(response: DebugProtocol.TerminateResponse): void {
    this.#answer(response, async () => {
      await this.#end(this.#args?.onStop === 'cancel');
      this.sendEvent(new TerminatedEvent());
    });
  }

  protected override disconnectRequest(
    response: DebugProtocol.DisconnectResponse,
    { terminateDebuggee }: DebugProtocol.DisconnectArguments,
  ): void {
    this.#answer(response, () => this.#end(terminateDebuggee === true && this.#args?.onStop === 'cancel'));
  }

  async #begin(args: DebugArguments): Promise<void> {
    checkArguments(args);
    this.#args = args;
    this.#project = await loadProject(args.project);
    // Breakpoints follow this event, and the order must not run before they are known.
    this.sendEvent(new InitializedEvent());
    await this.#configured.promise;
    await this.#start(args);
  }

  async #start(args: DebugArguments): Promise<void> {
    this.#isEntryAhead = args.stopOnEntry === true;
    this.#motion = 'run';
    this.#breakpoints.forgetHits();
    if (args.orderId !== undefined) {
      this.#order = await DebuggedOrder.attach(args, args.orderId, this.#handlers);
    } else {
      const text = orderOf(args);
      const workflow = args.workflow ?? text.workflow;
      if (workflow === undefined) throw new Error('"workflow" is missing, and the order file names none.');
      this.#order = await DebuggedOrder.launch(args, workflow, requestOf(text, new SystemClock()), this.#handlers);
    }
    this.#say(`Order ${this.#order.orderId} is debugged.`);
  }

  readonly #handlers: DebuggedOrderHandlers = {
    onHeld: (order, hold) => this.#held(order, hold),
    onStatus: (order, status) => this.#statusChanged(order, status),
    onEngineLost: () => {
      this.#forgetStop();
      this.#say('The engine ended. The order is debugged again as soon as the engine is back.');
    },
    onEngineBack: () => this.#say('The engine is back; the order is debugged on.'),
    onGivenUp: () => {
      this.#say('No engine came back.');
      this.sendEvent(new TerminatedEvent());
    },
  };

  #held(order: DebuggedOrder, hold: Hold): void {
    this.#order = order;
    this.#segments.add(hold.segmentId);
    const { logs, stop } = judge(
      hold,
      {
        breakpoints: this.#breakpoints.all,
        filters: this.#breakpoints.filters,
        watched: this.#breakpoints.watched,
        motion: this.#motion,
        from: this.#from,
        stopOnEntry: this.#isEntryAhead,
      },
      this.#breakpoints.hits,
    );
    this.#breakpoints.remember(hold);
    for (const line of logs) this.#say(line);
    if (stop === undefined) return this.#goFrom(hold);
    this.#isEntryAhead = false;
    this.#motion = 'run';
    this.#stopAt(hold);
    const event: DebugProtocol.StoppedEvent = new StoppedEvent(stop.reason, threadOf(hold.segmentId));
    event.body = {
      ...event.body,
      text: stop.text,
      description: stop.text,
      allThreadsStopped: true,
      ...(stop.breakpointIds === undefined ? {} : { hitBreakpointIds: [...stop.breakpointIds] }),
    };
    this.sendEvent(event);
  }

  #goFrom(hold: Hold): void {
    this.#order?.go(hold).catch((error: unknown) => this.#say(`The order cannot go on: ${String(error)}`));
  }

  #statusChanged({ orderId }: DebuggedOrder, status: OrderStatus): void {
    const about = statusTexts[status];
    if (about !== undefined) this.#say(`Order ${orderId} ${about}`);
    if (status === 'COMPLETE' || status === 'CANCELED' || status === 'ERROR') {
      this.#forgetStop();
      this.sendEvent(new TerminatedEvent());
    }
  }

  #standing(): { readonly hold: Hold; readonly order: DebuggedOrder } {
    if (this.#stopped === undefined || this.#order === undefined) throw new Error('The order runs; pause it first.');
    return { hold: this.#stopped, order: this.#order };
  }

  async #move(motion: Motion): Promise<void> {
    this.#motion = motion;
    await this.#goOn({ action: 'run' });
  }

  async #goOn(how: GoOn): Promise<void> {
    const { hold, order } = this.#standing();
    this.#from = hold;
    this.#forgetStop();
    await order.go(hold, how);
  }

  #stopAt(hold: Hold): void {
    this.#stopped = hold;
    this.#scopes = new OrderScopes(hold);
  }

  #forgetStop(): void {
    this.#stopped = undefined;
    this.#scopes = undefined;
  }

  async #end(cancel: boolean): Promise<void> {
    const order = this.#order;
    this.#order = undefined;
    this.#forgetStop();
    order?.close();
    if (cancel) await order?.cancel();
  }

  /** The files may have been edited since the start; what has changed is read again. */
  async #freshProject(): Promise<Project | undefined> {
    if (this.#args !== undefined) this.#project = await loadProject(this.#args.project);
    return this.#project;
  }

  #say(text: string): void {
    this.sendEvent(new OutputEvent(`${text}\n`, 'console'));
  }

  #answer(response: DebugProtocol.Response, work: () => unknown): void {
    Promise.resolve()
      .then(work)
      .then(
        (body) => {
          if (body !== undefined) response.body = body;
          this.sendResponse(response);
        },
        (error: unknown) => {
          const format = error instanceof Error ? error.message : String(error);
          this.sendErrorResponse(response, { id: 1, format: '{_text}', variables: { _text: format }, showUser: true });
        },
      );
  }
}

const orderThread = 1;

function threadOf(segment: number): number {
  return 100 + segment;
}

/** Statuses worth a line; the others follow each other while it runs. */
const statusTexts: Readonly<Partial<Record<OrderStatus, string>>> = {
  COMPLETE: 'is COMPLETE.',
  CANCELED: 'was canceled.',
  ERROR: 'ended with ERROR.',
  RETRY: 'waits for its retry (RETRY). `.retry` in this console tries at once.',
  BLOCKED: 'is blocked.',
  'ASYNC-WAITING': 'waits for queue data.',
  'EVENT-WAITING': 'waits for an event.',
  WAITING: 'waits for another order.',
};
