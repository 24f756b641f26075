import assert from 'node:assert/strict';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { resourcePath } from '../../server/base/resources.ts';
import { countEffects, EndSystems } from '../support/end-systems.ts';
import { findViolations } from '../support/invariants.ts';
import { deploy, type EngineHome, ProjectEngine } from '../support/project-engine.ts';
import { waitFor } from '../support/wait.ts';

/** A payment is cut off at each place where that can happen, by the death of its runner or of the whole engine. */
const cuts = ['before-send', 'before-reply', 'after-reply'] as const;

/** What validation answers; what the order must come to; how often primary runs after it. */
const answers = {
  COMPLETE: { status: 'COMPLETE', paidAgain: () => 0 },
  RETRY: { status: 'COMPLETE', paidAgain: () => 1 },
  ERROR: { status: 'ERROR', paidAgain: () => 0 },
  NONSENSE: { status: 'ERROR', error: 'INVALID-VALIDATION-STATUS', paidAgain: () => 0 },
  // A validation that looks makes it exactly one payment, wherever the cut was.
  'looked-up': { status: 'COMPLETE', paidAgain: (paid: number) => 1 - paid },
  'looked-up-later': { status: 'COMPLETE', error: 'LOOK-AGAIN', paidAgain: (paid: number) => 1 - paid },
} as const;

interface PayOrder {
  readonly orderId: number;
  readonly orderNumber: string;
  readonly cut: (typeof cuts)[number];
  readonly answer: keyof typeof answers;
  readonly marker: string;
}

describe('a payment that is cut off', () => {
  let root: string;
  let home: EngineHome;
  let systems: EndSystems;
  let engine: ProjectEngine;
  beforeEach(async () => {
    root = mkdtempSync(path.join(tmpdir(), 'ordo-pay-once-'));
    home = { folder: path.join(root, 'pay-once'), stateHome: path.join(root, 'state') };
    cpSync(resourcePath('test', 'fixtures', 'pay-once'), home.folder, { recursive: true });
    cpSync(resourcePath('extension', 'sample', 'end-systems'), path.join(home.folder, 'end-systems'), {
      recursive: true,
    });
    rmSync(path.join(home.folder, 'end-systems', 'data'), { recursive: true, force: true });
    systems = await EndSystems.start(home.folder);
    engine = await ProjectEngine.start(home, { options: ['recover_delay=1'] });
    await deploy(home);
  });
  afterEach(async () => {
    if (!engine.hasEnded) await engine.kill();
    await systems.stop();
    rmSync(root, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  });

  test('by the death of its runner: validation decides, whatever the cut', async () => {
    for (const round of [1, 2, 3]) {
      const orders = await payAtEveryCut(round);
      for (const pid of runnersOf(orders)) process.kill(pid, 'SIGKILL');
      await checkOrders(orders);
    }
    await checkRules();
  });

  test('by the death of the engine: validation decides, whatever the cut', async () => {
    for (const round of [1, 2, 3]) {
      const orders = await payAtEveryCut(round);
      await engine.kill();
      engine = await ProjectEngine.start(home, { options: ['recover_delay=1'] });
      await checkOrders(orders);
      assert.deepEqual(runnersOf(orders).filter(isAlive), [], 'runners of the dead engine are gone');
    }
    await checkRules();
  });

  /** One order for each cut and answer, all of them at their cut. */
  async function payAtEveryCut(round: number): Promise<readonly PayOrder[]> {
    const orders: PayOrder[] = [];
    for (const cut of cuts) {
      for (const answer of Object.keys(answers) as (keyof typeof answers)[]) {
        const orderNumber = `${round}-${cut}-${answer}`;
        const marker = path.join(root, orderNumber);
        const staticdata = { orderNumber, cut, answer, marker, payment: systems.addresses.payment };
        const { workflow_instanceid: orderId } = await engine.client.createOrder('pay-once', { staticdata });
        orders.push({ orderId, orderNumber, cut, answer, marker });
      }
    }
    await waitFor('every order to reach its cut', () => orders.every(isAtCut));
    return orders;
  }

  function isAtCut(order: PayOrder): boolean {
    return existsSync(order.marker) && paymentsOf(order) === (order.cut === 'before-send' ? 0 : 1);
  }

  async function checkOrders(orders: readonly PayOrder[]): Promise<void> {
    for (const order of orders) {
      const expected = answers[order.answer];
      const hash = await engine.waitForEnd(order.orderId);
      const paid = order.cut === 'before-send' ? 0 : 1;
      assert.equal(hash.workflowstatus, expected.status, order.orderNumber);
      assert.equal(paymentsOf(order), paid + expected.paidAgain(paid), order.orderNumber);
      if ('error' in expected)
        assert.ok(
          hash.ErrorInstances.some(({ error }) => error === expected.error),
          order.orderNumber,
        );
    }
  }

  /** Payments are counted per order above, since some validations here lie on purpose. */
  async function checkRules(): Promise<void> {
    await engine.stop();
    assert.deepEqual(findViolations(engine.database, { settled: true, engineIsDown: true }), []);
  }

  function paymentsOf(order: PayOrder): number {
    return countEffects(systems.ledger(), 'payment', order);
  }
});

function runnersOf(orders: readonly PayOrder[]): readonly number[] {
  return [...new Set(orders.map(({ marker }) => Number(readFileSync(marker, 'utf8'))))];
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false; // ESRCH: no such process
  }
}
