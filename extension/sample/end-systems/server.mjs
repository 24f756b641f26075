import { createServer } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

/** A refusal for a reason of business or of form: the caller gets it as `{ code, message }`. */
export class Refusal extends Error {
  constructor(status, code, message) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

const largestBody = 256 * 1024;

/** Serves one system on loopback. Its `operations` are rows of { method, path, name, … }. */
export async function startServer(system, { ledger, faults, port }) {
  const context = { system, ledger, faults };
  const server = createServer((request, response) => {
    handle(context, request, response).catch((error) => answerError(response, error));
  });
  await new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return { name: system.name, url: `http://127.0.0.1:${server.address().port}`, server };
}

async function handle(context, request, response) {
  const url = new URL(request.url, 'http://localhost');
  const body = await readBody(request);
  if (answerService(context, request.method, url, body, response)) return;
  for (const operation of context.system.operations) {
    const match = request.method === operation.method ? operation.path.exec(url.pathname) : null;
    if (match === null) continue;
    const input = { body, query: Object.fromEntries(url.searchParams), parts: match.slice(1).map(decodeURIComponent) };
    await perform(context, operation, input, response);
    return;
  }
  throw new Refusal(404, 'NOT-FOUND', `${context.system.name} has no ${request.method} ${url.pathname}`);
}

/** One call: count it, let it suffer what it must, work, write the ledger, and only then answer. */
async function perform({ system, ledger, faults }, operation, input, response) {
  const reference = operation.reference(input);
  if (typeof reference !== 'string' || reference === '') {
    throw new Refusal(422, 'BAD-REQUEST', `${operation.name} needs a reference (text).`);
  }
  const call = ledger.nextCall(system.name, operation.name, reference);
  const entry = { system: system.name, operation: operation.name, reference, call };
  const fault = faults.decide({ ...entry, trigger: operation.trigger?.(input) });
  const finish = ledger.begin(system.name, operation.name, reference);
  try {
    if (fault?.behaviour === 'slow') {
      ledger.write({ ...entry, outcome: 'received', request: input.body });
      await sleep(fault.seconds * 1000);
    }
    if (fault?.behaviour === 'lost-request') {
      ledger.write({ ...entry, outcome: 'lost-request', status: 0, request: input.body });
      response.destroy();
      return;
    }
    if (fault?.behaviour === 'fail') throw new Refusal(503, 'BUSY', `${system.name} is busy.`);
    if (fault?.behaviour === 'refuse') throw operation.refusal?.(input) ?? new Refusal(422, 'REFUSED', 'Refused.');
    const { status, effect, answer } = operation.work(input, reference);
    const lost = fault?.behaviour === 'lost-reply';
    ledger.write({ ...entry, outcome: lost ? 'lost-reply' : 'done', status, request: input.body, effect });
    if (effect !== undefined) system.apply(effect);
    if (fault?.behaviour === 'late') await sleep(fault.seconds * 1000);
    if (lost) response.destroy();
    else send(response, status, answer);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const outcome = error.status >= 500 ? 'failed' : 'refused';
    ledger.write({ ...entry, outcome, status: error.status, code: error.code, request: input.body });
    throw error;
  } finally {
    finish();
  }
}

/** What every system answers besides its work: health, the ledger, and orders to misbehave. */
function answerService({ ledger, faults }, method, url, body, response) {
  if (method === 'GET' && url.pathname === '/health') send(response, 200, { ok: true, pid: process.pid });
  else if (method === 'GET' && url.pathname === '/ledger') send(response, 200, ledger.lines());
  else if (url.pathname !== '/control') return false;
  else if (method === 'POST') {
    const wrong = faults.add(body ?? {});
    if (wrong !== undefined) throw new Refusal(422, 'BAD-REQUEST', wrong);
    send(response, 200, faults.list());
  } else {
    if (method === 'DELETE') faults.clear();
    send(response, 200, faults.list());
  }
  return true;
}

async function readBody(request) {
  const chunks = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size > largestBody) throw new Refusal(413, 'TOO-LARGE', `A request may have ${largestBody} bytes.`);
    chunks.push(chunk);
  }
  if (size === 0) return undefined;
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8'));
  } catch {
    throw new Refusal(400, 'BAD-REQUEST', 'The body is not JSON.');
  }
}

function send(response, status, value) {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
}

function answerError(response, error) {
  if (response.headersSent || response.destroyed) return;
  if (error instanceof Refusal) send(response, error.status, { code: error.code, message: error.message });
  else send(response, 500, { code: 'FAULT', message: String(error) });
}
