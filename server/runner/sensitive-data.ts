import type { JsonText } from '../../schemas/model/data.ts';
import type { SensitiveCall } from '../../schemas/protocol/runner.ts';
import { decodeData, encodeData, type DataObject, type DataValue } from '../base/tagged-json.ts';
import type { SensitiveData, SensitiveRecord } from '../sdk/index.ts';
import { freezeDeep } from './order-data.ts';

/** `order.sensitiveData`: nothing of it is kept here, so that it lives no longer than the call that asked. */
export function sensitiveData(ask: (call: SensitiveCall) => Promise<JsonText | undefined>): SensitiveData {
  const answer = async (call: SensitiveCall): Promise<DataValue | undefined> => {
    const text = await ask(call);
    return text === undefined ? undefined : freezeDeep(decodeData(text));
  };
  return Object.freeze({
    get: async (subject) => recordOf((await answer({ what: 'get', subject })) as DataObject | undefined),
    list: async () => (await answer({ what: 'list' })) as unknown as Awaited<ReturnType<SensitiveData['list']>>,
    update: async (subject, data, { aliases, meta } = {}) => {
      await ask({
        what: 'update',
        subject,
        data: encodeData(data),
        ...(aliases === undefined ? {} : { aliases: aliases.map(String) }),
        ...(meta === undefined ? {} : { meta: encodeData(meta) }),
      });
    },
    delete: async (subject) => (await answer({ what: 'delete', subject })) === true,
    deleteKeys: async (subject, keys) => {
      const list = typeof keys === 'string' ? [keys] : [...keys];
      return (await answer({ what: 'delete-keys', subject, keys: list })) === true;
    },
  } satisfies SensitiveData);
}

function recordOf(found: DataObject | undefined): SensitiveRecord | undefined {
  return found && ({ meta: undefined, ...found } as unknown as SensitiveRecord);
}
