import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createHash } from 'node:crypto';
import type { TestContext } from 'node:test';
import type { Release } from '../../schemas/model/release.ts';
import type { EngineClient } from '../../server/api/client/client.ts';
import { createEngineClient } from '../../server/api/client/http-client.ts';
import { SystemClock, type Clock } from '../../server/base/clock.ts';
import { startHost, type Host } from '../../server/host.ts';
import { sketchRelease, type WorkflowSketch } from './release-builder.ts';
import { waitFor } from './wait.ts';

export interface TestHostSetup {
  readonly options?: readonly string[];
  readonly clock?: Clock;
  readonly leased?: boolean;
  readonly dev?: boolean;
  readonly key?: string;
  /** Folder of an earlier host, whose state is taken up again. */
  readonly home?: string;
}

/** A whole engine with its API in the test's process, on a free port and a temporary state folder. */
export interface TestHost extends Host {
  readonly home: string;
  readonly url: string;
  readonly token: string;
  readonly client: EngineClient;
  readonly told: readonly string[];
  /** A request with the token, unless headers say otherwise; the body is sent as JSON. */
  request(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<TestAnswer>;
}

export interface TestAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly body: unknown;
}

export async function startTestHost(t: TestContext | undefined, setup: TestHostSetup = {}): Promise<TestHost> {
  const home = setup.home ?? mkdtempSync(path.join(os.tmpdir(), 'ordo-host-'));
  const told: string[] = [];
  const host = await startHost({
    dev: setup.dev ?? true,
    leased: setup.leased ?? false,
    key: setup.key ?? 'test',
    project: home,
    stateHome: path.join(home, 'state'),
    options: [...(hasListener(setup.options) ? [] : ['http-server=127.0.0.1:0']), ...(setup.options ?? [])],
    clock: setup.clock ?? new SystemClock(),
    environment: {},
    tell: (line) => told.push(line),
  });
  t?.after(async () => {
    await host.stop('the test ended');
    rmSync(home, { recursive: true, force: true });
  });
  const { url, token } = host.file;
  const request = (
    method: string,
    target: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<TestAnswer> => send(url, method, target, body, { 'qorus-token': token, ...headers });
  return { ...host, home, url, token, told, request, client: createEngineClient({ url, token }) };
}

function hasListener(options: readonly string[] = []): boolean {
  return options.some((option) => option.startsWith('http-'));
}

async function send(
  url: string,
  method: string,
  target: string,
  body: unknown,
  headers: Record<string, string>,
): Promise<TestAnswer> {
  const isText = typeof body === 'string' || body instanceof Uint8Array;
  const answer = await fetch(`${url}${target.startsWith('/') ? target : `/api/latest/${target}`}`, {
    method,
    headers: body === undefined || isText ? headers : { 'content-type': 'application/json', ...headers },
    ...(body === undefined ? {} : { body: isText ? (body as string) : JSON.stringify(body) }),
  });
  const text = await answer.text();
  return { status: answer.status, headers: answer.headers, text, body: parse(text) };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A release whose steps are these pieces of JavaScript: the body of `primary(order)` by step name. */
export function runnableRelease(sketch: WorkflowSketch, bodies: Readonly<Record<string, string>>): Release {
  const version = sketch.version ?? '1.0';
  const classes = Object.entries(bodies).map(([name, body]) => {
    const sketched = sketch.steps.find((step) => /^[\w-]+/.exec(step)?.[0] === name) ?? '';
    const base = /\[(\w+)\]/.exec(sketched)?.[1] ?? 'NormalStep';
    return `exports.steps['${name}:${version}'] = class extends ordo.${base} { async primary(order) { ${body} } };`;
  });
  const code = `const ordo = require('ordo');\nconst { NormalStep } = ordo;\nexports.steps = {};\n${classes.join('\n')}\n`;
  const hash = createHash('sha256').update(code).digest('hex');
  const release = sketchRelease({ ...sketch, bundle: hash });
  return { ...release, bundles: release.bundles.map((bundle) => ({ ...bundle, code })) };
}

/** Waits until an order has a status. */
export async function waitForStatus(client: EngineClient, orderId: number, ...statuses: string[]): Promise<void> {
  let last = '';
  await waitFor(`order ${orderId} to be ${statuses.join(' or ')} (is ${last})`, async () => {
    last = (await client.order(orderId)).workflowstatus;
    return statuses.includes(last);
  });
}
