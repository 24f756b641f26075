import document from '../../../schemas/protocol/openapi.generated.json' with { type: 'json' };
import type { JsonObject } from '../../../schemas/model/data.ts';
import { route, type Route } from './route.ts';
import { anyShape } from './shapes.ts';

/** The API's own description (ours). It holds nothing of this instance, so anyone may read it. */
export const openApiRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: 'openapi',
    text: 'Every call of this API as an OpenAPI 3.1 document.',
    result: anyShape,
    isPublic: true,
    run: async () => document as unknown as JsonObject,
  }),
];
