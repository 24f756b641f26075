import type { GoOn, Hold } from '../../schemas/protocol/debug.ts';
import type { DebuggedOrder } from './debugged-order.ts';

const help = `.raise ERROR [info]   end this step with the error
.retry                take up the order that waits for its retry
.cancel               cancel the order
.kill runner          SIGKILL for the process that runs the code
.kill engine          SIGKILL for the engine; it comes back and recovers the order
Anything else is a TypeScript expression over staticData, dynamicData, stepData, tempData, orderKeys, order and step.`;

/** A command of the debug console; undefined when the text is an expression. Answers what to show. */
export async function performConsoleCommand(
  text: string,
  hold: Hold,
  order: DebuggedOrder,
  goOn: (how: GoOn) => Promise<void>,
): Promise<string | undefined> {
  const [command = '', name = '', ...rest] = text.trim().split(/\s+/);
  if (!command.startsWith('.') || /^\.\d/.test(command)) return undefined;
  switch (command) {
    case '.raise':
      if (name === '') throw new Error('Which error? `.raise CARD-TIMEOUT the card system is slow`');
      await goOn({ action: 'raise', error: name, info: rest.join(' ') || 'Raised in the debugger.' });
      return `Raised ${name}.`;
    case '.retry':
      await order.retry();
      return 'The order is tried again.';
    case '.cancel':
      await order.cancel();
      return 'The order is canceled.';
    case '.kill':
      return kill(name, hold, order);
    default:
      return help;
  }
}

async function kill(what: string, hold: Hold, order: DebuggedOrder): Promise<string> {
  if (what === 'engine') {
    order.killEngine();
    return 'The engine is killed.';
  }
  if (what !== 'runner') throw new Error('`.kill runner` or `.kill engine`');
  await order.killRunner(hold);
  return 'The runner is killed.';
}
