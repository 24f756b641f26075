/**
 * The shop's end systems: stock, payment, carrier and mail. Small, but they behave like the real thing: they are slow,
 * they refuse, they lose requests and replies, and the payment system charges again each time it is asked.
 *
 *   node end-systems/main.mjs [--data FOLDER] [--port N]
 *
 * --data  where ledger.jsonl and addresses.json are kept (default: `data` beside this file)
 * --port  stock listens on N, payment on N+1, carrier on N+2, mail on N+3 (default: free ports)
 *
 * Plain Node without packages. README.md in this folder says how to make them misbehave.
 */
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { Carrier } from './carrier.mjs';
import { Engine } from './engine.mjs';
import { FaultPlan } from './faults.mjs';
import { Ledger } from './ledger.mjs';
import { Mail } from './mail.mjs';
import { Payment } from './payment.mjs';
import { startServer } from './server.mjs';
import { Stock } from './stock.mjs';
import { openWarehouse } from './warehouse.mjs';

const options = readOptions();
const addressFile = path.join(options.data, 'addresses.json');
mkdirSync(options.data, { recursive: true });
await refuseSecondProgram();

const ledger = new Ledger(path.join(options.data, 'ledger.jsonl'));
const engine = new Engine();
const systems = [new Stock(ledger), new Payment(ledger), new Carrier(ledger, engine), new Mail(ledger)];
ledger.replay((effect) => systems.find((system) => system.name === effect.system)?.apply(effect));

const faults = new FaultPlan();
const servers = [];
for (const [index, system] of systems.entries()) {
  servers.push(await startServer(system, { ledger, faults, port: options.port === 0 ? 0 : options.port + index }));
}
writeAddresses();
openWarehouse(engine);
process.on('SIGTERM', stop);
process.on('SIGINT', stop);

function readOptions() {
  try {
    const { values } = parseArgs({ options: { data: { type: 'string' }, port: { type: 'string', default: '0' } } });
    const port = Number(values.port);
    if (!Number.isInteger(port) || port < 0 || port > 65_532) {
      throw new Error(`--port ${values.port} is not a port: give a number from 1 to 65532, or 0 for free ports.`);
    }
    return { data: path.resolve(values.data ?? path.join(import.meta.dirname, 'data')), port };
  } catch (error) {
    fail(`${error.message}\nUsage: node end-systems/main.mjs [--data FOLDER] [--port N]`);
  }
}

/** Two programs on one ledger would each believe in a stock of their own. */
async function refuseSecondProgram() {
  const running = readAddresses();
  if (running === undefined) return;
  const answers = await fetch(`${running.stock}/health`).then(
    (response) => response.json(),
    () => undefined,
  );
  if (answers?.pid === running.pid) {
    fail(`The end systems run already (process ${running.pid}, ${running.stock}). Stop that process, or use another --data folder.`);
  }
}

function readAddresses() {
  try {
    return JSON.parse(readFileSync(addressFile, 'utf8'));
  } catch {
    return undefined; // not there, or half written by a program that was killed
  }
}

function writeAddresses() {
  const addresses = { pid: process.pid };
  for (const { name, url } of servers) addresses[name] = url;
  writeFileSync(`${addressFile}.new`, `${JSON.stringify(addresses, null, 2)}\n`);
  renameSync(`${addressFile}.new`, addressFile);
  const list = servers.map(({ name, url }) => `${name} ${url}`).join('  ');
  console.log(`End systems are ready: ${list}  ledger ${ledger.file}`);
}

function stop() {
  rmSync(addressFile, { force: true });
  for (const { server } of servers) server.close();
  for (const { server } of servers) server.closeAllConnections();
  ledger.close();
  process.exit(0);
}

function fail(message) {
  console.error(message);
  process.exit(1);
}
