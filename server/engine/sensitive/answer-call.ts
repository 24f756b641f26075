import type { JsonText } from '../../../schemas/model/data.ts';
import type { SensitiveCall } from '../../../schemas/protocol/runner.ts';
import { EngineRefusal } from '../engine.ts';
import type { OrderReference, SensitiveData, SubjectData } from './sensitive-data.ts';

/** Does what user code asked for; the answer holds sensitive data and goes nowhere but to its call. */
export async function answerSensitiveCall(
  sensitive: SensitiveData,
  order: OrderReference,
  call: SensitiveCall,
): Promise<JsonText | undefined> {
  switch (call.what) {
    case 'get': {
      const found = await sensitive.find(order.orderId, call.subject);
      return found && textOf(found);
    }
    case 'list': {
      const all = await sensitive.all(order.orderId);
      return JSON.stringify(all.map(({ skey, svalue, aliases }) => ({ skey, svalue, aliases }))) as JsonText;
    }
    case 'update': {
      const subject = await subjectOf(sensitive, order, call);
      await sensitive.change(order, { ...subject, data: call.data, ...optional(call) }, 'merge');
      return undefined;
    }
    case 'delete':
      return String(await sensitive.remove(order, call.subject)) as JsonText;
    case 'delete-keys':
      return String(await sensitive.removeKeys(order, call.subject, call.keys)) as JsonText;
  }
}

type Update = Extract<SensitiveCall, { what: 'update' }>;

async function subjectOf(sensitive: SensitiveData, { orderId }: OrderReference, { subject }: Update) {
  if (!('alias' in subject)) return subject;
  const found = await sensitive.find(orderId, subject);
  if (!found) throw new EngineRefusal('INVALID-ALIAS', `Order ${orderId} has no such alias.`);
  return { skey: found.skey, svalue: found.svalue };
}

function optional({ meta, aliases }: Update) {
  return { ...(meta === undefined ? {} : { meta }), ...(aliases === undefined ? {} : { aliases }) };
}

/** Data and meta are texts of tagged JSON already. */
function textOf({ skey, svalue, data, meta, aliases }: SubjectData): JsonText {
  const parts = [
    `"skey":${JSON.stringify(skey)}`,
    `"svalue":${JSON.stringify(svalue)}`,
    `"data":${data}`,
    ...(meta === null ? [] : [`"meta":${meta}`]),
    `"aliases":${JSON.stringify(aliases)}`,
  ];
  return `{${parts.join(',')}}` as JsonText;
}
