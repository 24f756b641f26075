import type { JsonObject } from '../../../schemas/model/data.ts';
import { apiVersion } from '../../../schemas/protocol/versions.ts';
import type { Route } from '../routes/route.ts';
import { buildPaths } from './paths.ts';

/** The whole OpenAPI 3.1 document; `schemas` are generated from `schemas/protocol` (see .ci/generate-openapi.mjs). */
export function buildDocument(routes: readonly Route[], schemas: JsonObject): JsonObject {
  return {
    openapi: '3.1.0',
    info: {
      title: 'Ordo engine',
      version: String(apiVersion),
      description:
        'The REST API of an Ordo engine. An action in a path may as well be given as `?action=`, arguments in the query as well as in the body (the body is preferred), and any key of a returned hash may be added to the path of a GET.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/api/latest' }],
    security: [{ token: [] }, { bearer: [] }],
    paths: buildPaths(routes),
    components: {
      securitySchemes: {
        token: { type: 'apiKey', in: 'header', name: 'Qorus-Token' },
        bearer: { type: 'http', scheme: 'bearer' },
      },
      schemas,
    },
  };
}
