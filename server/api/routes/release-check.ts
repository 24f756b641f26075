import { Ajv, type ErrorObject } from 'ajv';
import type { JsonValue } from '../../../schemas/model/data.ts';
import type { Release } from '../../../schemas/model/release.ts';
import { errorLevels, severities } from '../../../schemas/model/errors.ts';
import { stepBaseClasses, stepMethods, stepTypes } from '../../../schemas/model/steps.ts';
import { RequestRefusal } from './refusals.ts';

const name = { type: 'string', minLength: 1, maxLength: 240 };
const texts = { type: 'array', items: { type: 'string' } };
const textByName = { type: 'object', additionalProperties: { type: 'string' } };
const identity = { type: 'string', pattern: '^[^:]+:.+$' };
const count = { type: 'integer', minimum: 0 };
const source = object({ file: { type: 'string' }, hash: { type: 'string' } });

function object(requiredMembers: object, optionalMembers: object = {}): object {
  const properties = { ...requiredMembers, ...optionalMembers };
  return { type: 'object', required: Object.keys(requiredMembers), properties };
}

function list(items: object): object {
  return { type: 'array', items };
}

const workflow = object(
  {
    name,
    version: name,
    description: { type: 'string' },
    author: texts,
    remote: { type: 'boolean' },
    slaThresholdSeconds: count,
    keylist: texts,
    options: textByName,
    optionValues: { type: 'object', additionalProperties: { type: ['string', 'number', 'boolean'] } },
    statuses: textByName,
    groups: texts,
    tags: textByName,
    steps: list(object({ step: identity, after: list(identity) })),
    bundle: name,
    libraryObjects: { type: 'object', additionalProperties: texts },
    source,
  },
  {
    patch: { type: 'string' },
    autostart: count,
    maxInstances: count,
    staticDataType: { type: 'object' },
    className: name,
    errors: name,
  },
);

const step = object(
  {
    name,
    version: name,
    description: { type: 'string' },
    author: texts,
    stepType: { enum: stepTypes },
    arrayType: { enum: ['NONE', 'SERIES'] },
    baseClass: { enum: Object.keys(stepBaseClasses) },
    className: name,
    methods: list({ enum: stepMethods }),
    userInteraction: { type: 'boolean' },
    configItems: list({ type: 'object' }),
    tags: textByName,
    source,
  },
  { patch: { type: 'string' }, queue: name, event: name, timeoutSeconds: count, userMetadata: { type: 'object' } },
);

const cronField = { type: 'string', minLength: 1, maxLength: 400 };
const job = object(
  {
    name,
    version: name,
    description: { type: 'string' },
    author: texts,
    remote: { type: 'boolean' },
    active: { type: 'boolean' },
    runSkipped: { type: 'boolean' },
    singleInstance: { type: 'boolean' },
    schedule: {
      anyOf: [
        object({
          type: { const: 'cron' },
          minutes: cronField,
          hours: cronField,
          days: cronField,
          months: cronField,
          dow: cronField,
        }),
        object({ type: { const: 'recurring' }, seconds: count }),
      ],
    },
    className: name,
    configItems: list({ type: 'object' }),
    optionValues: { type: 'object', additionalProperties: { type: ['string', 'number', 'boolean'] } },
    groups: texts,
    tags: textByName,
    bundle: name,
    libraryObjects: { type: 'object', additionalProperties: texts },
    source,
  },
  {
    patch: { type: 'string' },
    timeZone: name,
    expiry: { type: 'string', pattern: '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z$' },
  },
);

const errorDeclaration = object(
  {
    error: name,
    description: { type: 'string' },
    severity: { enum: severities },
    status: { enum: ['ERROR', 'RETRY', 'CANCELED'] },
    business: { type: 'boolean' },
    level: { enum: errorLevels },
  },
  { retryDelaySeconds: count },
);

const schema = object(
  {
    formatVersion: { const: 1 },
    project: { type: 'string' },
    workflows: list(workflow),
    steps: list(step),
    errors: list(object({ name, description: { type: 'string' }, errors: list(errorDeclaration), source })),
    objects: list(
      object(
        { kind: name, name, description: { type: 'string' }, definition: { type: 'object' }, source },
        { version: name },
      ),
    ),
    bundles: list(
      object({
        hash: { type: 'string', pattern: '^[0-9a-f]{64}$' },
        program: identity,
        code: { type: 'string' },
        sourceMap: { type: 'string' },
      }),
    ),
  },
  { prune: { type: 'boolean' }, jobs: list(job) },
);

const validate = new Ajv({ allowUnionTypes: true }).compile<Release>(schema);

/** Answers the release that a body is, or refuses it with the place of the first mistake. */
export function checkRelease(body: JsonValue): Release {
  if (validate(body)) return body;
  throw new RequestRefusal(400, 'RELEASE-ERROR', `This is not a release: ${describe(validate.errors?.[0])}.`);
}

function describe(error: ErrorObject | undefined): string {
  return error === undefined ? 'unknown reason' : `${error.instancePath || 'the body'} ${error.message ?? 'is wrong'}`;
}
