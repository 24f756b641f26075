/* eslint-disable @typescript-eslint/no-require-imports -- CommonJS, as the bundles of deploy are */
// Steps that behave; the neighbours of those in misbehaving.cjs.
'use strict';
const { NormalStep, Workflow, Decimal } = require('ordo');
const { setTimeout: sleep } = require('node:timers/promises');

class Quick extends NormalStep {
  async primary(order) {
    await order.dynamicData.update({ seen: order.staticData, at: new Date(0), sum: Decimal.of('1.10'), big: 10n });
    order.log.info('stored', Object.keys(order.dynamicData.get()));
  }
  async validation() {
    return 'COMPLETE';
  }
}
class Slow extends NormalStep {
  async primary(order) {
    await sleep(order.staticData.ms ?? 150);
  }
}
/** Ends at once when it is told to. */
class Polite extends NormalStep {
  async primary(order) {
    await sleep(60_000, undefined, { signal: order.signal });
  }
}
/** Ends at once without an error when it is told to: its work is not done all the same. */
class Quiet extends NormalStep {
  async primary(order) {
    await sleep(60_000, undefined, { signal: order.signal }).catch(() => undefined);
  }
}
/** Answers what it sees of its order, by way of the log. */
class Look extends NormalStep {
  async primary(order) {
    const { orderId, externalOrderId, workflow, workflowName, step, mode, attempt, priority, started, executionId } =
      order;
    order.log.info(
      JSON.stringify({
        orderId,
        externalOrderId,
        workflow,
        workflowName,
        step,
        mode,
        attempt,
        priority,
        started,
        executionId,
      }),
    );
    order.log.info(
      JSON.stringify({ keys: order.orderKeys, config: order.configItems, unique: order.generateUniqueKey() }),
    );
    order.log.info(
      JSON.stringify(order.stepData.get(['a', 'none'])),
      order.tempData.get('t'),
      order.dynamicData.get('gone'),
    );
    order.stepWarning('LOW-STOCK', { left: 1 });
    order.stepError('SOFT-ERROR', 'goes on', 5);
    order.setRetryDelay(90);
    await order.stepData.update({ b: 2 });
    await order.stepData.delete('a');
    await order.tempData.update({ t: 2 });
    await order.dynamicData.delete(['x', 'y']);
    await order.setOrderKeys({ customer: ['a', 'b'], city: 'c' }, { truncate: true });
    await order.appendOrderKeys({ city: 'd' });
    await order.addNote('looked');
    await order.reprioritize(3);
    order.log.info(JSON.stringify(order.stepData.get()), order.tempData.get('t'));
  }
}
/** Waits until the other step of the same order has changed the data both see. */
class Waits extends NormalStep {
  async primary(order) {
    for (let i = 0; i < 500 && order.dynamicData.get('from') === undefined; i++) await sleep(5);
    order.log.info('saw', order.dynamicData.get('from'));
  }
}
class Writes extends NormalStep {
  async primary(order) {
    await sleep(30);
    await order.dynamicData.update({ from: 'writer' });
  }
}
/** Tries to change what it may only read. */
class Scribbles extends NormalStep {
  async primary(order) {
    const problems = [];
    for (const change of [
      () => (order.staticData.sku = 'x'),
      () => order.staticData.lines.push(1),
      () => (order.dynamicData.get().a = 1),
      () => (order.priority = 1),
    ]) {
      try {
        change();
        problems.push('changed');
      } catch (error) {
        problems.push(error.name);
      }
    }
    order.log.info(problems.join());
  }
}
class AnswersElse extends NormalStep {
  async primary() {
    return { circular: globalThis };
  }
  async validation() {
    return 'ASYNC-WAITING';
  }
}
class AnswersBadly extends NormalStep {
  async primary() {}
  async validation() {
    return new Map();
  }
}
class TakesOut extends NormalStep {
  async primary(order) {
    const { addNote, log, signal } = order;
    await addNote('taken out');
    log.info(signal === order.signal && !signal.aborted);
  }
}
class Flow extends Workflow {
  attach() {}
}
exports.workflow = Flow;
exports.steps = {
  'quick:1.0': Quick,
  'slow:1.0': Slow,
  'polite:1.0': Polite,
  'quiet:1.0': Quiet,
  'look:1.0': Look,
  'waits:1.0': Waits,
  'writes:1.0': Writes,
  'scribbles:1.0': Scribbles,
  'answers-else:1.0': AnswersElse,
  'answers-badly:1.0': AnswersBadly,
  'takes-out:1.0': TakesOut,
};
