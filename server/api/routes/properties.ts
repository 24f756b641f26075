import type { JsonObject, JsonValue } from '../../../schemas/model/data.ts';
import type { PropertyResult } from '../../engine/store/properties.ts';
import { anything, hash, text } from './argument-kinds.ts';
import { notFound } from './refusals.ts';
import { optional, required, route, type ApiContext, type ResultShape, type Route } from './route.ts';
import { anyShape, hashById, ok } from './shapes.ts';

const result: ResultShape<PropertyResult> = { schema: { enum: ['INSERT', 'UPDATE', 'DELETE', 'IGNORED'] } };
const domainName = text({ max: 240 });
const value = optional(anything, 'The value; without it the property is deleted.', 'args', 'arg');

/** System properties (manual: REST API, system properties). */
export const propertyRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: 'system/props',
    text: 'All properties by domain and key, or those of one domain, or one value.',
    arguments: { domain: optional(domainName, 'Only this domain.'), key: optional(domainName, 'Only this key of it.') },
    result: anyShape,
    run: async ({ context, arguments: given }) => {
      if (given.domain === undefined) return context.engine.properties.all();
      const keys = await domainOf(context, given.domain);
      return given.key === undefined ? keys : valueOf(keys, given.domain, given.key);
    },
  }),
  route({
    method: 'GET',
    path: 'system/props',
    action: 'export',
    text: 'All properties but those of the system itself, as `import` takes them.',
    result: hashById<object>({ type: 'object' }),
    run: async ({ context }) => {
      const { omq: _, ...domains } = await context.engine.properties.all();
      return domains;
    },
  }),
  ...(['import', 'updateMany', 'replaceAll'] as const).map((action) =>
    route({
      method: 'PUT',
      path: 'system/props',
      action,
      text:
        action === 'replaceAll'
          ? 'Replace all properties but those of the system itself: all or none.'
          : 'Set and delete (null) properties of several domains: all or none.',
      arguments: { domains: required(hash, 'Hash from domain to a hash from key to value.', 'props', 'arg') },
      result: ok,
      run: async ({ context, arguments: given, caller }) => {
        await context.engine.properties.setMany(given.domains, { replaceAll: action === 'replaceAll' }, caller);
        return 'OK' as const;
      },
    }),
  ),
  route({
    method: 'PUT',
    path: 'system/props',
    action: 'set',
    text: 'Set or delete one property.',
    arguments: { domain: required(domainName, 'Its domain.'), key: required(domainName, 'Its key.'), value },
    result,
    run: async ({ context, arguments: given, caller }) =>
      context.engine.properties.set(given.domain, given.key, given.value ?? null, caller),
  }),
  route({
    method: 'GET',
    path: 'system/props/{domain}',
    text: 'The properties of one domain.',
    result: anyShape,
    run: async ({ context, path }) => domainOf(context, path.domain),
  }),
  ...(['POST', 'PUT'] as const).map((method) =>
    route({
      method,
      path: 'system/props/{domain}',
      ...(method === 'PUT' ? { action: 'updateMany' } : {}),
      text: 'Set and delete (null) properties of one domain: all or none.',
      arguments: { keys: required(hash, 'Hash from key to value.', 'arg') },
      result: ok,
      run: async ({ context, path, arguments: given, caller }) => {
        await context.engine.properties.setMany({ [path.domain]: given.keys }, { replaceAll: false }, caller);
        return 'OK' as const;
      },
    }),
  ),
  route({
    method: 'PUT',
    path: 'system/props/{domain}',
    action: 'set',
    text: 'Set or delete one property of the domain.',
    arguments: { key: required(domainName, 'Its key.'), value },
    result,
    run: async ({ context, path, arguments: given, caller }) =>
      context.engine.properties.set(path.domain, given.key, given.value ?? null, caller),
  }),
  route({
    method: 'DELETE',
    path: 'system/props/{domain}',
    text: 'Delete a domain with all its properties.',
    result: ok,
    run: async ({ context, path, caller }) => {
      await context.engine.properties.removeDomain(path.domain, caller);
      return 'OK' as const;
    },
  }),
  route({
    method: 'GET',
    path: 'system/props/{domain}/{key}',
    text: 'The value of one property.',
    result: anyShape,
    run: async ({ context, path }) => valueOf(await domainOf(context, path.domain), path.domain, path.key),
  }),
  ...(['POST', 'PUT'] as const).map((method) =>
    route({
      method,
      path: 'system/props/{domain}/{key}',
      ...(method === 'PUT' ? { action: 'set' } : {}),
      text: 'Set or delete one property.',
      arguments: { value },
      result,
      run: async ({ context, path, arguments: given, caller }) =>
        context.engine.properties.set(path.domain, path.key, given.value ?? null, caller),
    }),
  ),
  route({
    method: 'DELETE',
    path: 'system/props/{domain}/{key}',
    text: 'Delete one property.',
    result,
    run: async ({ context, path, caller }) => context.engine.properties.set(path.domain, path.key, null, caller),
  }),
];

async function domainOf(context: ApiContext, domain: string): Promise<JsonObject> {
  const keys = (await context.engine.properties.all())[domain];
  if (keys === undefined) throw notFound(`There is no domain "${domain}".`);
  return keys;
}

function valueOf(keys: JsonObject, domain: string, key: string): JsonValue {
  const found = Object.hasOwn(keys, key) ? keys[key] : undefined;
  if (found === undefined) throw notFound(`Domain "${domain}" has no key "${key}".`);
  return found;
}
