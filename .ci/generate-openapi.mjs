/**
 * Writes schemas/protocol/openapi.generated.json from the route table and the types of schemas/protocol/rest.ts.
 * Run: npm run generate (or node .ci/generate-openapi.mjs with Node 24). `--check` only says whether it is fresh.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import prettier from 'prettier';
import ts from 'typescript';
import { buildDocument } from '../server/api/openapi/document.ts';
import { routes } from '../server/api/routes/table.ts';

const root = path.dirname(import.meta.dirname);
const target = path.join(root, 'schemas/protocol/openapi.generated.json');

/** Files whose exported interfaces become named schemas. */
const sources = ['schemas/protocol/rest.ts', 'schemas/protocol/problem.ts', 'schemas/model/release.ts'];

/** The document as it should be. */
export async function generate() {
  const document = buildDocument(routes, generateSchemas());
  return prettier.format(JSON.stringify(document), { parser: 'json', printWidth: 120 });
}

function generateSchemas() {
  const files = sources.map((file) => path.join(root, file));
  const program = ts.createProgram(files, {
    strict: true,
    noEmit: true,
    allowImportingTsExtensions: true,
    module: ts.ModuleKind.NodeNext,
    target: ts.ScriptTarget.ES2023,
  });
  const checker = program.getTypeChecker();
  const named = new Map();
  for (const file of files) {
    ts.forEachChild(program.getSourceFile(file), (node) => {
      if (ts.isInterfaceDeclaration(node)) named.set(checker.getTypeAtLocation(node), node.name.text);
    });
  }
  const schemas = {};
  for (const [type, name] of named) schemas[name] = objectSchema(type, { checker, named });
  return Object.fromEntries(Object.entries(schemas).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function objectSchema(type, context) {
  const { checker } = context;
  const properties = {};
  const required = [];
  for (const property of checker.getPropertiesOfType(type)) {
    const isOptional = (property.flags & ts.SymbolFlags.Optional) !== 0;
    const description = ts.displayPartsToString(property.getDocumentationComment(checker));
    const whole = schemaOf(checker.getTypeOfSymbol(property), context);
    // Numbers are whole unless their property says `@fraction`.
    const isFraction = property.getJsDocTags(checker).some((tag) => tag.name === 'fraction');
    const schema = isFraction ? JSON.parse(JSON.stringify(whole).replaceAll('"integer"', '"number"')) : whole;
    properties[property.name] = description === '' ? schema : { ...schema, description };
    if (!isOptional) required.push(property.name);
  }
  const index = checker.getIndexInfoOfType(type, ts.IndexKind.String);
  return {
    type: 'object',
    ...(required.length > 0 ? { required } : {}),
    ...(Object.keys(properties).length > 0 ? { properties } : {}),
    ...(index === undefined ? {} : { additionalProperties: schemaOf(index.type, context) }),
  };
}

function schemaOf(type, context) {
  const { checker, named } = context;
  // Free JSON: its recursive type has nothing to tell.
  if (type.aliasSymbol?.name === 'JsonValue') return {};
  if (type.symbol?.name === 'JsonObject') return { type: 'object' };
  if (named.has(type)) return { $ref: `#/components/schemas/${named.get(type)}` };
  if (type.isUnion()) return unionSchema(type, context);
  if (type.isStringLiteral() || type.isNumberLiteral()) return { const: type.value };
  if (type.flags & ts.TypeFlags.BooleanLiteral) return { const: checker.typeToString(type) === 'true' };
  if (type.flags & (ts.TypeFlags.String | ts.TypeFlags.TemplateLiteral)) return { type: 'string' };
  // Every number of this API is a count, an id or a code.
  if (type.flags & ts.TypeFlags.Number) return { type: 'integer' };
  if (type.flags & ts.TypeFlags.Boolean) return { type: 'boolean' };
  if (type.flags & ts.TypeFlags.Null) return { type: 'null' };
  if (type.isIntersection()) return { type: 'string' };
  if (checker.isArrayType(type)) return { type: 'array', items: schemaOf(checker.getTypeArguments(type)[0], context) };
  return objectSchema(type, context);
}

function unionSchema(type, context) {
  const members = type.types.filter((member) => !(member.flags & ts.TypeFlags.Undefined));
  const literals = members.filter((member) => member.isStringLiteral() || member.isNumberLiteral());
  const others = members.filter((member) => !literals.includes(member));
  const isBoolean = others.filter((member) => member.flags & ts.TypeFlags.BooleanLiteral).length === 2;
  const rest = isBoolean ? others.filter((member) => !(member.flags & ts.TypeFlags.BooleanLiteral)) : others;
  const schemas = [
    ...(literals.length > 0 ? [{ enum: literals.map((member) => member.value) }] : []),
    ...(isBoolean ? [{ type: 'boolean' }] : []),
    ...rest.map((member) => schemaOf(member, context)),
  ];
  if (schemas.length === 1) return schemas[0];
  const types = schemas.map((schema) => schema.type);
  const isPlain = schemas.every((schema) => Object.keys(schema).length === 1 && typeof schema.type === 'string');
  return isPlain ? { type: types } : { anyOf: schemas };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const text = await generate();
  const isFresh = readFileSync(target, { encoding: 'utf8', flag: 'a+' }) === text;
  if (!isFresh && process.argv.includes('--check')) {
    console.error('schemas/protocol/openapi.generated.json is stale: run npm run generate');
    process.exitCode = 1;
  } else if (!isFresh) writeFileSync(target, text);
}
