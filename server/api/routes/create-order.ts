import type { CreateOrderRequest } from '../../../schemas/protocol/rest.ts';
import { isoFromMicros } from '../../base/clock.ts';
import { dateTime, hash, integer, oneOf, text } from './argument-kinds.ts';
import { present } from './present.ts';
import { checkSecure } from './refusals.ts';
import { optional, route, type Route } from './route.ts';
import { one } from './shapes.ts';

/** `createOrder` (manual: creating orders). */
export const createOrderRoutes: readonly Route[] = [
  route({
    method: 'POST',
    path: 'workflows/{workflow}',
    action: 'createOrder',
    text: 'Submit an order. It is stored, and runs as soon as the workflow does. A name means the latest version.',
    arguments: {
      staticdata: optional(hash, 'The order itself; this or external_order_instanceid is required.'),
      external_order_instanceid: optional(text({ max: 40 }), 'Reference to data kept elsewhere.'),
      dynamicdata: optional(hash, 'First dynamic data.'),
      orderkeys: optional(hash, 'Order keys; names from the workflow’s keylist.'),
      global_unique_key: optional(hash, 'Refuse when any order has such a key.'),
      workflow_unique_key: optional(hash, 'Refuse when an order of a workflow of this name has such a key.'),
      workflow_specific_unique_key: optional(hash, 'Refuse when an order of this very workflow has such a key.'),
      parent_workflow_instanceid: optional(integer(1), 'Id of a loose parent order.'),
      priority: optional(integer(0, 999), '0 is the highest, 999 the lowest, 500 the default.'),
      scheduled: optional(dateTime, 'Do not start before this date.'),
      status: optional(oneOf(['READY', 'BLOCKED'], 'SUBMIT-ORDER-ERROR'), 'First status; READY by default.'),
      sensitive_data: optional(
        hash,
        'Data of people: skey -> svalue -> {data, aliases, meta}; over a secure connection only.',
      ),
    },
    result: one('CreateOrderResult'),
    run: async ({ context, path, arguments: given, caller, isSecure }) => {
      if (given.sensitive_data !== undefined) checkSecure(isSecure);
      const { scheduled, ...rest } = given;
      const request = present({
        ...rest,
        scheduled: scheduled === undefined ? undefined : isoFromMicros(scheduled),
      }) as CreateOrderRequest;
      return context.engine.orders.create(path.workflow, request, caller);
    },
  }),
];
