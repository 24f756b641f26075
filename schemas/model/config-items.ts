import type { JsonObject, JsonValue } from './data.ts';

/**
 * Configuration items: values that operations may change without a new version of the code (manual: configuration items).
 * Everyone who checks a value (editor, deploy, engine) asks here.
 */
export interface ConfigItem {
  /** With its prefix: the name under which code and operations know it. */
  readonly name: string;
  readonly prefix: string;
  readonly description: string;
  /** One of the manual's types; with `*` in front the value may be null. */
  readonly type: string;
  /** Absent = without a value on any level it has none. */
  readonly defaultValue?: JsonValue;
  readonly isDefaultTemplate: boolean;
  readonly strictlyLocal: boolean;
  readonly group: string;
  readonly allowedValues?: readonly JsonValue[];
  readonly sensitive: boolean;
}

/** A value that YAML sets for an item. */
export interface ConfigValue {
  readonly name: string;
  readonly value: JsonValue;
  readonly isTemplate: boolean;
}

/** Where a value is set; the lowest level wins: step (or job, service), then workflow, then global. */
export type ConfigLevel = 'step' | 'job' | 'service' | 'workflow' | 'global';

/** A value on one level; `value` is absent when operations removed it, which a deploy does not undo. */
export interface StoredConfigValue {
  readonly level: ConfigLevel;
  /** Id of the step, job, service or workflow; 0 for global. */
  readonly ownerId: number;
  readonly name: string;
  readonly value?: JsonValue;
  readonly isTemplate: boolean;
  /** Set through the API: deploys leave it alone. */
  readonly manuallyUpdated: boolean;
}

/** An entry of `config-items`, with the manual's defaults. */
export function configItemOf(entry: JsonObject): ConfigItem {
  const prefix = textOf(entry['prefix']);
  const allowed = entry['allowed_values'];
  return {
    name: prefix + textOf(entry['name']),
    prefix,
    description: textOf(entry['description']),
    type: textOf(entry['type']) || 'string',
    ...(entry['default_value'] === undefined ? {} : { defaultValue: entry['default_value'] }),
    isDefaultTemplate: entry['is_default_value_templated_string'] === true,
    strictlyLocal: entry['strictly_local'] === true,
    group: textOf(entry['config_group']) || 'Default',
    ...(Array.isArray(allowed) ? { allowedValues: allowed as readonly JsonValue[] } : {}),
    sensitive: entry['sensitive'] === true,
  };
}

/** The value that an entry of `config-items` or `config-item-values` sets, if any. */
export function configValueOf(entry: JsonObject): ConfigValue | undefined {
  const value = entry['value'];
  if (value === undefined) return undefined;
  return {
    name: textOf(entry['prefix']) + textOf(entry['name']),
    value,
    isTemplate: entry['is_value_templated_string'] === true,
  };
}

/** What is wrong with a value for an item, in words that follow its name; undefined = nothing. */
export function problemOfConfigValue(item: ConfigItem, value: JsonValue, isTemplate = false): string | undefined {
  if (isTemplate) return typeof value === 'string' ? undefined : 'a template must be a text';
  const optional = item.type.startsWith('*');
  const type = optional ? item.type.slice(1) : item.type;
  if (value === null) {
    return optional || type === 'any' ? undefined : `its type is ${item.type}, so it must not be null`;
  }
  if (!(checks[type] ?? isText)(value)) return `its type is ${item.type}, but the value is ${describe(value)}`;
  if (item.allowedValues === undefined || item.allowedValues.some((allowed) => isSame(allowed, value)))
    return undefined;
  return `allowed are ${item.allowedValues.map((allowed) => JSON.stringify(allowed)).join(', ')}, not ${describe(value)}`;
}

const isText = (value: JsonValue): boolean => typeof value === 'string';

/** Connections, mappers and the other kinds are given by name. */
const checks: Readonly<Record<string, ((value: JsonValue) => boolean) | undefined>> = {
  int: (value) => typeof value === 'number' && Number.isSafeInteger(value),
  float: (value) => typeof value === 'number',
  bool: (value) => typeof value === 'boolean',
  date: (value) => typeof value === 'string' && !Number.isNaN(Date.parse(value)),
  hash: (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
  list: (value) => Array.isArray(value),
  any: () => true,
};

function describe(value: JsonValue): string {
  const text = JSON.stringify(value);
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}

/** Equal as JSON; the order of keys does not matter. */
function isSame(a: JsonValue, b: JsonValue): boolean {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b;
  const [left, right] = [Object.entries(a), Object.entries(b)];
  if (left.length !== right.length || Array.isArray(a) !== Array.isArray(b)) return false;
  return left.every(([key, value]) => Object.hasOwn(b, key) && isSame(value, (b as JsonObject)[key]!));
}

function textOf(value: JsonValue | undefined): string {
  return typeof value === 'string' ? value : '';
}
