import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { resourcePath } from '../../../server/base/resources.ts';
import { routes } from '../../../server/api/routes/table.ts';
import { RouteResolver } from '../../../server/api/http/resolve.ts';

test('the committed OpenAPI document is fresh (else run: npm run generate)', async () => {
  const generator = (await import(resourcePath('.ci/generate-openapi.mjs'))) as { generate(): Promise<string> };
  const committed = readFileSync(resourcePath('schemas/protocol/openapi.generated.json'), 'utf8');
  assert.ok(
    (await generator.generate()) === committed,
    'schemas/protocol/openapi.generated.json is stale: npm run generate',
  );
});

test('every reference of the document leads somewhere, and no operation id is used twice', () => {
  const document = JSON.parse(readFileSync(resourcePath('schemas/protocol/openapi.generated.json'), 'utf8')) as {
    components: { schemas: object };
    paths: Record<string, Record<string, { operationId: string }>>;
  };
  const text = JSON.stringify(document);
  for (const [, name = ''] of text.matchAll(/"#\/components\/schemas\/(\w+)"/g)) {
    assert.ok(name in document.components.schemas, name);
  }
  const ids = Object.values(document.paths).flatMap((path) =>
    Object.values(path).map((operation) => operation.operationId),
  );
  assert.equal(ids.length, routes.length);
  assert.equal(new Set(ids).size, ids.length);
});

test('every row is found by its own path and action, and by its path form', () => {
  const resolver = new RouteResolver(routes);
  for (const row of routes) {
    const segments = row.path.split('/').map((part) => part.replaceAll(/[{}]/g, '~'));
    assert.equal(resolver.resolve(row.method, segments, row.action).route, row);
    if (row.action !== undefined) {
      assert.equal(resolver.resolve(row.method, [...segments, row.action], undefined).route, row);
    }
    for (const alias of row.aliases) assert.equal(resolver.resolve(row.method, segments, alias).route, row);
  }
});
