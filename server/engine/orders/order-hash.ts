import type { JsonText, JsonValue } from '../../../schemas/model/data.ts';
import { asId, type OrderId } from '../../../schemas/model/ids.ts';
import type { OrderAction, OrderHash } from '../../../schemas/protocol/rest.ts';
import { plainFromData } from '../../base/tagged-json.ts';
import type { StoredOrderView } from '../store/queries.ts';
import type { Store } from '../store/store.ts';

const listedErrors = 1_000;
const listedNotes = 1_000;

/** Everything about one order (manual: order hash). */
export async function buildOrderHash(
  store: Store,
  view: StoredOrderView,
  actions: readonly OrderAction[],
): Promise<OrderHash> {
  const orderId = asId<OrderId>(view.row.workflow_instanceid);
  const [steps, errors, notes] = await Promise.all([
    store.stepInstances(orderId),
    store.errorInstances({ orderId, limit: listedErrors, offset: 0 }),
    store.notes(orderId, listedNotes),
  ]);
  return {
    ...view.row,
    staticdata: parse(view.staticData),
    dynamicdata: parse(view.dynamicData),
    keys: view.keys,
    StepInstances: steps,
    ErrorInstances: errors,
    notes,
    actions,
  };
}

function parse(text: string | null): JsonValue {
  return text === null ? null : plainFromData(text as JsonText);
}
