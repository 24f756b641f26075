import { stringify } from 'yaml';
import { kindRows } from '../../server/language/objects/object-kinds.ts';
import { problemsPage } from './problems-page.mjs';
import { readSchemas } from './schemas.mjs';

const folder = 'extension/guide/reference';
const mark = '<!-- Made from schemas/metadata; do not edit: run npm run generate. -->';

/** The pages of the reference by their path: one per kind of object, the problem codes, and a table of contents. */
export async function referencePages(root) {
  const schemas = withWholeReferences(readSchemas(root));
  const pages = [...schemas.kinds].map(([kind, schema]) => [
    `${folder}/${kind}.md`,
    kindPage(kind, schema, schemas.common),
  ]);
  pages.push([`${folder}/problems.md`, await problemsPage(root)]);
  return [...pages, [`${folder}/README.md`, contents(schemas.kinds)]];
}

/** A whole object with the examples of its keys, as YAML. */
export function exampleText(schema, common) {
  const chosen = Object.entries(schema.properties).flatMap(([key, property]) => {
    const resolved = resolve(property, schema, common);
    if (resolved.const !== undefined) return [[key, resolved.const]];
    const isShown = schema.required.includes(key) || property.examples !== undefined;
    const example = property.examples?.[0] ?? resolved.examples?.[0] ?? resolved.default;
    return isShown && example !== undefined && !alternatives.has(key) ? [[key, example]] : [];
  });
  return stringify(Object.fromEntries(chosen), { lineWidth: 0, defaultStringType: 'PLAIN' }).replaceAll(
    /^((?:- )?(?:\w+-)?version): ([\d.]+)$/gm,
    '$1: "$2"',
  );
}

/** Keys that stand for another one of the same object. */
const alternatives = new Set(['recurring', 'duration']);

function kindPage(kind, schema, common) {
  const row = kindRows[kind];
  const [suffix, manuals] = row.suffixes;
  const parts = Object.entries(schema.$defs ?? {}).filter(([, part]) => part.properties);
  return (
    [
      `# ${schema.title}`,
      mark,
      schema.description,
      `File: \`NAME.${suffix}.yaml\`${manuals ? ` (\`NAME.${manuals}.yaml\` and any other \`*.yaml\` too)` : ''}, with \`type: ${kind}\`.${
        row.code === 'required' ? ` The code lies beside it: \`NAME.${suffix}.ts\`.` : ''
      }`,
      '```yaml\n' + exampleText(schema, common) + '```',
      '## Keys',
      keyTable(schema, schema, common),
      ...parts.flatMap(([, part]) => [`## ${part.title}`, part.description, keyTable(part, schema, common)]),
      ...usedCommon(schema, common).flatMap((part) => [
        `## ${part.title}`,
        part.description,
        keyTable(part, schema, common),
      ]),
    ].join('\n\n') + '\n'
  );
}

/** Common hashes with keys of their own that the kind uses. */
function usedCommon(schema, common) {
  const text = JSON.stringify(schema);
  const names = ['configItem', 'dataType'].filter(
    (name) => text.includes(`#/$defs/${name}"`) || text.includes(`#/$defs/${name}s"`),
  );
  return names.map((name) => common.$defs[name]);
}

function keyTable(schema, home, common) {
  const rows = Object.entries(schema.properties).map(([key, property]) => {
    const resolved = resolve(property, home, common);
    const isRequired = (schema.required ?? []).includes(key);
    const value = resolved.default === undefined ? '' : `\`${JSON.stringify(resolved.default)}\``;
    return `| \`${key}\` | ${isRequired ? 'yes' : ''} | ${cell(typeWords(resolved, home, common))} | ${value} | ${cell(resolved.description ?? '')} |`;
  });
  return ['| Key | Required | Value | Default | Meaning |', '|---|---|---|---|---|', ...rows].join('\n');
}

function cell(text) {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ');
}

const words = {
  string: 'text',
  integer: 'whole number',
  number: 'number',
  boolean: 'true or false',
  object: 'hash',
  array: 'list',
};

function typeWords(schema, home, common) {
  if (schema.const !== undefined) return `\`${schema.const}\``;
  if (schema.enum) return schema.enum.length > 16 ? 'a type word' : schema.enum.map((each) => `\`${each}\``).join(', ');
  if (schema.type === undefined && schema.anyOf)
    return schema.anyOf.map((each) => typeWords(resolve(each, home, common), home, common)).join(' or ');
  if (schema.type === undefined) return 'any';
  const types = [schema.type].flat().map((type) => words[type] ?? type);
  const items = schema.items ? resolve(schema.items, home, common) : undefined;
  if (schema.type === 'array' && items && (items.type || items.enum || items.title))
    return `list of ${plural(items, home, common)}`;
  return types.join(', ') + rangeWords(schema);
}

function plural(items, home, common) {
  if (items.title && items.properties) return `hashes (${items.title.toLowerCase()})`;
  const word = typeWords(items, home, common)
    .replace(/, up to .*/, '')
    .replace('a type word', 'type words');
  return { text: 'texts', hash: 'hashes', 'whole number': 'whole numbers' }[word] ?? word;
}

function rangeWords(schema) {
  if (schema.minimum !== undefined) return ` from ${schema.minimum}`;
  if (schema.exclusiveMinimum !== undefined) return ` above ${schema.exclusiveMinimum}`;
  return schema.maxLength !== undefined ? `, up to ${schema.maxLength} characters` : '';
}

/** A schema with what it refers to; its own words win. */
function resolve(schema, home, common) {
  if (schema.$ref === undefined) return schema;
  const { $ref, ...own } = schema;
  const name = $ref.split('/').at(-1);
  const target = $ref.startsWith('#') ? home.$defs[name] : common.$defs[name];
  return { ...resolve(target, home, common), ...own };
}

/** Inside the common file references lack its name; a part of it that is used elsewhere needs it. */
export function withWholeReferences({ common, kinds }) {
  const text = JSON.stringify(common).replaceAll('"$ref":"#', '"$ref":"common.schema.json#');
  return { common: JSON.parse(text), kinds };
}

function contents(kinds) {
  const rows = [...kinds].map(
    ([kind, schema]) => `- [${schema.title}](${kind}.md): ${firstSentence(schema.description)}`,
  );
  return (
    [
      '# Reference',
      mark,
      'The files of a project and all their keys.',
      rows.join('\n'),
      '- [Problem codes](problems.md)',
    ].join('\n\n') + '\n'
  );
}

function firstSentence(text) {
  return `${text.split('. ')[0].replace(/\.$/, '')}.`;
}
