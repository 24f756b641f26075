import type { JsonObject } from '../../../schemas/model/data.ts';
import type { Argument, Route } from '../routes/route.ts';

/**
 * The `paths` of the OpenAPI document, from the route table alone. An action is shown in its path form, which is the same
 * call as `?action=`: two operations of one path and method have no place in OpenAPI.
 */
export function buildPaths(routes: readonly Route[]): Readonly<Record<string, JsonObject>> {
  const paths: Record<string, Record<string, JsonObject>> = {};
  for (const route of routes) {
    const path = `/${route.path}${route.action === undefined ? '' : `/${route.action}`}`;
    (paths[path] ??= {})[route.method.toLowerCase()] = operation(route);
  }
  return paths;
}

function operation(route: Route): JsonObject {
  const isInBody = route.method === 'POST' || route.method === 'PUT';
  const tag = route.path.split('/')[0] ?? '';
  return {
    operationId: operationId(route),
    summary: route.text,
    tags: [tag],
    parameters: [...pathParameters(route), ...(isInBody ? [] : queryParameters(route))],
    ...(isInBody ? requestBody(route) : {}),
    responses: {
      200: { description: 'Done.', content: content(route.result.schema) },
      default: {
        description: 'Refused; nothing was done.',
        content: content({ $ref: '#/components/schemas/ErrorBody' }),
      },
    },
    ...(route.isPublic ? { security: [] } : {}),
  };
}

function operationId({ method, path, action }: Route): string {
  const words = [...path.split('/').map((part) => part.replaceAll(/[{}]/g, '')), action ?? ''].filter(
    (word) => word !== '',
  );
  return `${method.toLowerCase()}-${words.join('-')}`;
}

function pathParameters({ path }: Route): readonly JsonObject[] {
  return [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => ({
    name,
    in: 'path',
    required: true,
    description: partTexts[name] ?? name,
    schema: { type: name === 'order' ? 'integer' : 'string' },
  }));
}

const partTexts: Readonly<Record<string, string>> = {
  order: 'Order id.',
  workflow: 'Workflow by id, name (latest version) or name:version.',
  step: 'Step by id, name (latest version) or name:version.',
  job: 'Job by id or name.',
  result: 'Id of a run of a job.',
  execution: 'Id of an execution instance, or the name of a workflow.',
  option: 'Name of an option.',
  error: 'Error code.',
  release: 'Name or id of a release.',
  listener: 'Id or name of a listener.',
  queue: 'Name of a queue.',
  type: 'Name of an event type.',
  key: 'Key of an event or of a property.',
  domain: 'Domain of system properties.',
  name: 'Name of a configuration item, with its prefix.',
};

function queryParameters(route: Route): readonly JsonObject[] {
  return Object.entries(route.arguments).map(([name, argument]) => ({
    name,
    in: 'query',
    required: argument.isRequired,
    description: describe(argument),
    schema: argument.kind.schema,
    // A list is one text with commas.
    ...(argument.kind.schema['type'] === 'array' ? { style: 'form', explode: false } : {}),
  }));
}

function requestBody(route: Route): JsonObject {
  const entries = Object.entries(route.arguments);
  if (route.wholeBody === 'release') return { requestBody: body(true, { $ref: '#/components/schemas/Release' }) };
  if (entries.length === 0) return {};
  const required = entries.filter(([, argument]) => argument.isRequired).map(([name]) => name);
  return {
    requestBody: body(required.length > 0, {
      type: 'object',
      additionalProperties: false,
      ...(required.length > 0 ? { required } : {}),
      properties: Object.fromEntries(
        entries.map(([name, argument]) => [name, { ...argument.kind.schema, description: describe(argument) }]),
      ),
    }),
  };
}

function body(required: boolean, schema: JsonObject): JsonObject {
  return { required, content: content(schema) };
}

function content(schema: JsonObject): JsonObject {
  return { 'application/json': { schema }, 'application/x-yaml': { schema } };
}

function describe(argument: Argument<unknown>): string {
  if (argument.aliases.length === 0) return argument.text;
  return `${argument.text} Also written ${argument.aliases.join(', ')}.`;
}
