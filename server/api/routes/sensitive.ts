import type { JsonObject } from '../../../schemas/model/data.ts';
import type { OrderRow } from '../../../schemas/protocol/rest.ts';
import { plainFromData } from '../../base/tagged-json.ts';
import type { SubjectData } from '../../engine/sensitive/sensitive-data.ts';
import { readYaml } from '../http/yaml-body.ts';
import { flag, hash, isHash, listOf, text } from './argument-kinds.ts';
import { orderFilter, searchArguments } from './order-search.ts';
import { badArgument, checkSecure, notFound } from './refusals.ts';
import { optional, required, route, type Route } from './route.ts';
import { anyShape, listOfShape, ok, textShape } from './shapes.ts';
import { writeYamlData } from '../http/yaml-data.ts';

const subject = {
  skey: required(text({ max: 100 }), 'What identifies the subject, such as customer-number.'),
  svalue: required(text({ max: 150 }), 'Who it is.'),
};
const aliases = optional(listOf(text({ max: 100 })), 'Names for references; they are added.');
const yamlText = text({ max: 64 * 1024, expects: 'a text of YAML' });

/** Data of people, over a secure connection only (manual: REST API, orders; sensitive data). */
export const sensitiveRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: 'orders',
    action: 'searchSensitiveData',
    text: 'Orders that hold data of a subject.',
    arguments: { ...subject, ...searchArguments },
    result: listOfShape('OrderRow'),
    run: async ({ context, arguments: given, isSecure }): Promise<readonly OrderRow[]> => {
      checkSecure(isSecure);
      return context.engine.sensitive.search(given, { ...orderFilter(context, given, undefined), ...anyAge(given) });
    },
  }),
  route({
    method: 'DELETE',
    path: 'orders',
    action: 'purgeSensitiveData',
    text: 'Delete the data of a subject from all orders; answers them when nothing of it is left in the files.',
    arguments: { ...subject, ...searchArguments, force: optional(flag, 'Also from orders that are not finished.') },
    result: listOfShape('OrderRow'),
    run: async ({ context, arguments: given, isSecure }): Promise<readonly OrderRow[]> => {
      checkSecure(isSecure);
      const filter = { ...orderFilter(context, given, undefined), ...anyAge(given), limit: 1_000_000_000 };
      return context.engine.sensitive.purge(given, { force: given.force === true, filter });
    },
  }),
  route({
    method: 'GET',
    path: 'orders/{order}',
    action: 'sensitiveData',
    text: 'The data of a subject in one order.',
    arguments: subject,
    result: anyShape,
    run: async ({ context, path, arguments: given, isSecure }) => {
      checkSecure(isSecure);
      const { data, meta, aliases: names } = found(await context.engine.sensitive.get(path.order, given));
      return { aliases: names, data: plainFromData(data), ...(meta === null ? {} : { meta: plainFromData(meta) }) };
    },
  }),
  route({
    method: 'GET',
    path: 'orders/{order}',
    action: 'yamlSensitiveData',
    text: 'The data of a subject in one order as a text of YAML, with their types.',
    arguments: subject,
    result: textShape,
    run: async ({ context, path, arguments: given, isSecure }) => {
      checkSecure(isSecure);
      return writeYamlData(found(await context.engine.sensitive.get(path.order, given)).data);
    },
  }),
  route({
    method: 'PUT',
    path: 'orders/{order}',
    action: 'sensitiveData',
    text: 'Replace the data of a subject in one order.',
    arguments: {
      ...subject,
      data: required(hash, 'The data, a hash.'),
      aliases,
      meta: optional(hash, 'Why it is kept: PURPOSE, CATEGORIES, RECIPIENTS, STORAGE.'),
    },
    result: ok,
    run: async ({ context, path, arguments: given, isSecure }) => {
      checkSecure(isSecure);
      const { data, aliases: names, meta } = given;
      const more = { ...(names === undefined ? {} : { aliases: names }), ...(meta === undefined ? {} : { meta }) };
      await context.engine.sensitive.replace(path.order, given, { data, ...more });
      return 'OK';
    },
  }),
  route({
    method: 'PUT',
    path: 'orders/{order}',
    action: 'yamlSensitiveData',
    text: 'Replace the data of a subject in one order from texts of YAML.',
    arguments: {
      ...subject,
      data: required(yamlText, 'The data as a text of YAML.'),
      aliases,
      meta: optional(yamlText, 'Why it is kept, as a text of YAML.'),
    },
    result: ok,
    run: async ({ context, path, arguments: given, isSecure }) => {
      checkSecure(isSecure);
      await context.engine.sensitive.replace(path.order, given, {
        data: yamlHash('data', given.data),
        ...(given.meta === undefined ? {} : { meta: yamlHash('meta', given.meta) }),
        ...(given.aliases === undefined ? {} : { aliases: given.aliases }),
        isTagged: true,
      });
      return 'OK';
    },
  }),
];

/** A subject is looked for in all orders, however old. */
function anyAge(given: { readonly modified: number | undefined }): { minModified?: number } {
  return given.modified === undefined ? { minModified: 0 } : {};
}

function found(data: SubjectData | undefined): SubjectData {
  if (data) return data;
  throw notFound('The order holds no such data.', 'SENSITIVE-DATA-ERROR');
}

function yamlHash(name: string, given: string): JsonObject {
  const value = readYaml(given);
  if (isHash(value)) return value;
  throw badArgument(`${name} must be a hash.`, 'SENSITIVE-DATA-ERROR');
}
