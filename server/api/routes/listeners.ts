import { ListenerRefusal } from '../system-operations.ts';
import { listOf, text } from './argument-kinds.ts';
import { present } from './present.ts';
import { badArgument, RequestRefusal } from './refusals.ts';
import { optional, required, route, type ApiContext, type Route } from './route.ts';
import { listOfShape, ok } from './shapes.ts';
import type { Caller } from '../../engine/engine.ts';

/** Listeners opened, closed and renewed while the engine runs (manual: REST API, listeners). */
export const listenerRoutes: readonly Route[] = [
  route({
    method: 'POST',
    path: 'system/listeners',
    aliases: ['start'],
    text: 'Open listeners until the engine ends: all of them, or none. With cert_file they speak HTTPS.',
    arguments: {
      bind: required(
        listOf(text({ max: 200 }), 20),
        '`port` or `address:port`; addresses beyond this machine need allow-open-network.',
      ),
      cert_file: optional(text({ max: 1000 }), 'PEM file with the certificate.'),
      key_file: optional(text({ max: 1000 }), 'PEM file with the key; by default that of the certificate.'),
      key_password: optional(text({ max: 1000 }), 'Password of the key.'),
      name: optional(text({ max: 100 }), 'Name of the listener, when there is one.'),
    },
    result: listOfShape('ListenerHash'),
    run: async ({ context, arguments: given, caller }) => {
      const { bind, cert_file: cert, key_file: key, key_password: password, name } = given;
      if (bind.length === 0) throw badArgument('bind names no address.', 'LISTENER-ARG-ERROR');
      if (bind.length > 1 && name !== undefined) {
        throw badArgument('A name is for one listener.', 'LISTENER-ARG-ERROR');
      }
      const opened = [];
      for (const one of bind) {
        try {
          opened.push(await context.system.openListener({ bind: one, ...present({ cert, key, password, name }) }));
        } catch (error) {
          for (const { id } of opened) await context.system.closeListener(String(id), undefined);
          throw refusal(error);
        }
      }
      await context.engine.audit.recordCall('listeners opened', caller, opened.map(({ bind: at }) => at).join(', '));
      return opened;
    },
  }),
  route({
    method: 'POST',
    path: 'system/listeners/{listener}',
    action: 'stop',
    text: 'Close a listener; not the one by which the request came, nor the one by which programs find the engine.',
    result: ok,
    run: async ({ context, path, caller, localPort }) => close(context, path.listener, localPort, caller),
  }),
  route({
    method: 'DELETE',
    path: 'system/listeners/{listener}',
    text: 'Close a listener; not the one by which the request came, nor the one by which programs find the engine.',
    result: ok,
    run: async ({ context, path, caller, localPort }) => close(context, path.listener, localPort, caller),
  }),
  route({
    method: 'POST',
    path: 'system/listeners/{listener}',
    action: 'reloadCertificate',
    text: 'Read certificate and key of a listener again; new connections get them.',
    result: ok,
    run: async ({ context, path, caller }) => {
      try {
        context.system.reloadCertificate(path.listener);
      } catch (error) {
        throw refusal(error);
      }
      await context.engine.audit.recordCall('certificate reloaded', caller, path.listener);
      return 'OK' as const;
    },
  }),
];

async function close(
  context: ApiContext,
  listener: string,
  ownPort: number | undefined,
  caller: Caller,
): Promise<'OK'> {
  try {
    await context.system.closeListener(listener, ownPort);
  } catch (error) {
    throw refusal(error);
  }
  await context.engine.audit.recordCall('listener closed', caller, listener);
  return 'OK';
}

function refusal(error: unknown): unknown {
  return error instanceof ListenerRefusal
    ? new RequestRefusal(error.status, 'LISTENER-ARG-ERROR', error.message)
    : error;
}
