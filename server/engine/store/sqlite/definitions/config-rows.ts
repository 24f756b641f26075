import {
  configValueOf,
  type ConfigLevel,
  type ConfigValue,
  type StoredConfigValue,
} from '../../../../../schemas/model/config-items.ts';
import type { JsonObject, JsonValue } from '../../../../../schemas/model/data.ts';
import type { PlainObjectManifest } from '../../../../../schemas/model/release.ts';
import type { Sqlite } from '../open-database.ts';

interface Owner {
  readonly level: ConfigLevel;
  readonly ownerId: number;
}

/** All values, on every level. */
export function readConfigValues(db: Sqlite): readonly StoredConfigValue[] {
  const rows = db.prepare('SELECT * FROM config_item_values ORDER BY level, ownerid, name').all() as ConfigRow[];
  return rows.map((row) => ({
    level: row.level,
    ownerId: row.ownerid,
    name: row.name,
    ...(row.value === null ? {} : { value: JSON.parse(row.value) as JsonValue }),
    isTemplate: row.is_templated_string === 1,
    manuallyUpdated: row.manually_updated === 1,
  }));
}

/** Values that an owner's own file sets; those that operations changed stay as they are (manual: managed by operations). */
export function recordOwnValues(db: Sqlite, owner: Owner, entries: readonly JsonObject[], now: number): void {
  const values = entries.map(configValueOf).filter((value) => value !== undefined);
  db.prepare(
    `DELETE FROM config_item_values WHERE level = ? AND ownerid = ? AND origin = '' AND manually_updated = 0`,
  ).run(owner.level, owner.ownerId);
  for (const value of values) putByDeploy(db, owner, value, { origin: '', now });
}

/** Values that an object of kind `config-item-values` sets for others. */
export function recordValuesObject(db: Sqlite, object: PlainObjectManifest, now: number): void {
  const origin = object.name;
  db.prepare('DELETE FROM config_item_values WHERE origin = ? AND manually_updated = 0').run(origin);
  const entries = (object.definition['config-item-values'] ?? []) as readonly JsonObject[];
  for (const entry of entries) {
    const value = configValueOf(entry);
    const owner = value && ownerOf(db, entry);
    if (owner) putByDeploy(db, owner, value, { origin, now });
  }
}

/** Sets or removes a value by hand; answers what was there before, and whether something was. */
export function putByHand(
  db: Sqlite,
  owner: Owner,
  { name, value, isTemplate }: Omit<ConfigValue, 'value'> & { readonly value: JsonValue | undefined },
  now: number,
): { readonly existed: boolean; readonly before: JsonValue | undefined } {
  const text = db
    .prepare('SELECT value FROM config_item_values WHERE level = ? AND ownerid = ? AND name = ?')
    .pluck()
    .get(owner.level, owner.ownerId, name) as string | null | undefined;
  db.prepare(put).run({
    ...owner,
    name,
    value: textOf(value),
    isTemplate: Number(isTemplate),
    origin: '',
    manual: 1,
    now,
  });
  const existed = text !== null && text !== undefined;
  return { existed, before: existed ? (JSON.parse(text) as JsonValue) : undefined };
}

function putByDeploy(
  db: Sqlite,
  owner: Owner,
  value: ConfigValue,
  { origin, now }: { origin: string; now: number },
): void {
  const { name, isTemplate } = value;
  db.prepare(`${put} WHERE manually_updated = 0`).run({
    ...owner,
    name,
    value: textOf(value.value),
    isTemplate: Number(isTemplate),
    origin,
    manual: 0,
    now,
  });
}

function ownerOf(db: Sqlite, entry: JsonObject): Owner | undefined {
  const level = entry['interface-type'] ?? 'global';
  if (level === 'global') return { level, ownerId: 0 };
  const find = typeof level === 'string' ? finders[level] : undefined;
  const version = entry['interface-version'] ?? null;
  if (find === undefined) return undefined;
  const id = db
    .prepare(find)
    .pluck()
    .get(entry['interface-name'] ?? '', version, version) as number | undefined;
  return id === undefined ? undefined : { level: level as ConfigLevel, ownerId: id };
}

const finders: Readonly<Record<string, string | undefined>> = {
  workflow:
    'SELECT workflowid FROM workflows WHERE name = ? AND (? IS NULL OR version = ?) ORDER BY workflowid DESC LIMIT 1',
  step: 'SELECT stepid FROM steps WHERE name = ? AND (? IS NULL OR version = ?) ORDER BY stepid DESC LIMIT 1',
  job: 'SELECT jobid FROM jobs WHERE name = ? AND (? IS NULL OR ? IS NOT NULL) LIMIT 1',
};

interface ConfigRow {
  readonly level: ConfigLevel;
  readonly ownerid: number;
  readonly name: string;
  readonly value: string | null;
  readonly is_templated_string: number;
  readonly manually_updated: number;
}

function textOf(value: JsonValue | undefined): string | null {
  return value === undefined ? null : JSON.stringify(value);
}

const put = `
  INSERT INTO config_item_values (level, ownerid, name, value, is_templated_string, origin, manually_updated, created, modified)
  VALUES (@level, @ownerId, @name, @value, @isTemplate, @origin, @manual, @now, @now)
  ON CONFLICT (level, ownerid, name) DO UPDATE SET value = excluded.value,
    is_templated_string = excluded.is_templated_string, origin = excluded.origin,
    manually_updated = excluded.manually_updated, modified = excluded.modified`;
