import { EngineRefusal } from './engine.ts';
import { StoreRefusal, StoreUnavailable } from './store/store.ts';

/** The same operations, with everything that the store refuses turned into a refused request. */
export function refusingStoreErrors<Operations extends object>(operations: Operations): Operations {
  const entries = Object.entries(operations).map(([name, operation]: [string, unknown]) => [
    name,
    typeof operation === 'function' ? guard(operation as Operation) : operation,
  ]);
  return Object.fromEntries(entries) as Operations;
}

type Operation = (...args: unknown[]) => unknown;

function guard(operation: Operation): Operation {
  return (...args) => {
    const answer = operation(...args);
    return answer instanceof Promise ? answer.catch(refuse) : answer;
  };
}

function refuse(error: unknown): never {
  if (error instanceof StoreRefusal) throw new EngineRefusal(error.error, error.message);
  if (error instanceof StoreUnavailable) throw new EngineRefusal('STORE-UNAVAILABLE', error.message, 503);
  throw error;
}
