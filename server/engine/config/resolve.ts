import {
  configItemOf,
  type ConfigItem,
  type ConfigLevel,
  type StoredConfigValue,
} from '../../../schemas/model/config-items.ts';
import type { JsonObject, JsonValue } from '../../../schemas/model/data.ts';

/** An item and the value in force, with the level it comes from. */
export interface ResolvedItem {
  readonly item: ConfigItem;
  /** Absent: neither set nor with a default. */
  readonly value?: JsonValue;
  readonly isTemplate: boolean;
  readonly level: ConfigLevel | 'default';
  readonly isSet: boolean;
}

/** Whose items they are: a step in a workflow, or a job or service alone. */
export interface ConfigOwner {
  readonly level: Exclude<ConfigLevel, 'workflow' | 'global'>;
  readonly ownerId: number;
  /** Absent outside of any workflow. */
  readonly workflowId?: number;
}

/** Items with their values: own level, then workflow, then global, then default; strictly local ones only their own (manual: configuration items). */
export function resolveConfigItems(
  declared: readonly JsonObject[],
  owner: ConfigOwner,
  values: readonly StoredConfigValue[],
): readonly ResolvedItem[] {
  return declared.map((entry) => {
    const item = configItemOf(entry);
    const found = levelsOf(item, owner)
      .map(([level, id]) => values.find((one) => one.level === level && one.ownerId === id && one.name === item.name))
      .find((one) => one?.value !== undefined);
    if (found?.value !== undefined) {
      return { item, value: found.value, isTemplate: found.isTemplate, level: found.level, isSet: true };
    }
    const base = { item, isTemplate: item.isDefaultTemplate, level: 'default', isSet: false } as const;
    return item.defaultValue === undefined ? base : { ...base, value: item.defaultValue };
  });
}

function levelsOf(item: ConfigItem, owner: ConfigOwner): readonly (readonly [ConfigLevel, number])[] {
  const own = [owner.level, owner.ownerId] as const;
  if (item.strictlyLocal) return [own];
  const workflow = owner.workflowId === undefined ? [] : [['workflow', owner.workflowId] as const];
  return [own, ...workflow, ['global', 0] as const];
}
