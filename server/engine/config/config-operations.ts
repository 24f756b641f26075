import {
  configItemOf,
  problemOfConfigValue,
  type ConfigItem,
  type ConfigLevel,
  type StoredConfigValue,
} from '../../../schemas/model/config-items.ts';
import type { JsonValue } from '../../../schemas/model/data.ts';
import type { ConfigChange, ConfigItemHash } from '../../../schemas/protocol/rest.ts';
import { type Caller, type ConfigOperations, type ConfigTarget, EngineRefusal } from '../engine.ts';
import type { Deployed } from '../execution/deployed.ts';
import type { EngineParts } from '../execution/parts.ts';
import type { DeployedStep } from '../store/definitions.ts';
import { resolveConfigItems, type ResolvedItem } from './resolve.ts';

interface Context {
  readonly parts: EngineParts;
  readonly deployed: Deployed;
}

/** Configuration items as operations see and set them (manual: configuration items). */
export function configOperations(context: Context): ConfigOperations {
  return {
    list: (target) => list(context, target),
    get: (target, name) => {
      const found = list(context, target).find((item) => item.name === name);
      if (!found) throw unknownItem(name, target);
      return found;
    },
    set: (target, name, given, caller) => set(context, target, name, given, caller),
    remove: (target, name, caller) => remove(context, target, name, caller),
  };
}

/** Items of a step, with values where it is asked in a workflow; values of a workflow or of all. */
function list({ deployed }: Context, target: ConfigTarget): readonly ConfigItemHash[] {
  if (target.level === 'step') {
    const { stepId, manifest } = findStep(deployed, target.step);
    const workflow = target.workflow === undefined ? undefined : deployed.find(target.workflow).plan.workflowId;
    const owner = {
      level: 'step',
      ownerId: stepId,
      ...(workflow === undefined ? {} : { workflowId: workflow }),
    } as const;
    return resolveConfigItems(manifest.configItems, owner, deployed.definitions.configValues).map(hashOfItem);
  }
  const { level, ownerId } = ownerOf(deployed, target);
  const items = itemsOf(deployed, target);
  const values = deployed.definitions.configValues.filter((one) => isAt(one, level, ownerId));
  const names = new Set([...items.keys(), ...values.flatMap((one) => (one.value === undefined ? [] : [one.name]))]);
  return [...names].sort().map((name) =>
    hashOfValue(
      name,
      items.get(name),
      values.find((one) => one.name === name),
    ),
  );
}

async function set(
  context: Context,
  target: ConfigTarget,
  name: string,
  { value, isTemplate }: { readonly value: JsonValue; readonly isTemplate: boolean },
  caller: Caller,
): Promise<ConfigChange> {
  const { deployed } = context;
  const { level } = ownerOf(deployed, target);
  const item = itemsOf(deployed, target).get(name);
  // A global value may be set before the step that has the item is deployed.
  if (item === undefined && level !== 'global') throw unknownItem(name, target);
  const problem = item && (whyNotHere(item, level) ?? problemOfConfigValue(item, value, isTemplate));
  if (problem !== undefined) throw refused(`Configuration item "${name}" is not set: ${problem}.`);
  const { existed } = await put(context, target, name, { value, isTemplate }, caller);
  const shown = item?.sensitive === true ? masked : value;
  return { inserted: !existed, updated: existed, value: shown, info: existed ? 'updated' : 'inserted' };
}

async function remove(
  context: Context,
  target: ConfigTarget,
  name: string,
  caller: Caller,
): Promise<{ readonly info: string; readonly deleted: boolean; readonly value: JsonValue }> {
  const { level, ownerId } = ownerOf(context.deployed, target);
  const known = context.deployed.definitions.configValues.some((one) => isAt(one, level, ownerId) && one.name === name);
  if (!known && !itemsOf(context.deployed, target).has(name)) throw unknownItem(name, target);
  const { existed, before } = await put(context, target, name, { value: undefined, isTemplate: false }, caller);
  const item = itemsOf(context.deployed, target).get(name);
  const value = before === undefined ? null : item?.sensitive === true ? masked : before;
  return { info: existed ? 'deleted' : 'no value was set', deleted: existed, value };
}

async function put(
  { parts, deployed }: Context,
  target: ConfigTarget,
  name: string,
  value: { readonly value: JsonValue | undefined; readonly isTemplate: boolean },
  caller: Caller,
) {
  const owner = ownerOf(deployed, target);
  const answer = await parts.store.putConfigValue({ ...owner, name }, value, parts.clock.nowMicros());
  await deployed.reload();
  // The value is not told: it may be a password.
  parts.events.publish('CONFIG_ITEM_CHANGED', { level: owner.level, ownerid: owner.ownerId, name, who: caller.who });
  return answer;
}

const masked = '********';

function ownerOf(deployed: Deployed, target: ConfigTarget): { readonly level: ConfigLevel; readonly ownerId: number } {
  switch (target.level) {
    case 'global':
      return { level: 'global', ownerId: 0 };
    case 'workflow':
      return { level: 'workflow', ownerId: deployed.find(target.workflow).plan.workflowId };
    case 'step':
      return { level: 'step', ownerId: findStep(deployed, target.step).stepId };
  }
}

/** The items that a value on this level is for, by name. */
function itemsOf(deployed: Deployed, target: ConfigTarget): ReadonlyMap<string, ConfigItem> {
  const { steps } = deployed.definitions;
  const of = (some: readonly DeployedStep[]): ReadonlyMap<string, ConfigItem> => {
    const items = some.flatMap(({ manifest }) => manifest.configItems.map(configItemOf));
    // Where two steps have an item of one name, one that may be set here comes first.
    const ordered = [...items].sort((a, b) => Number(b.strictlyLocal) - Number(a.strictlyLocal));
    return new Map(ordered.map((item) => [item.name, item]));
  };
  if (target.level === 'step') return of([findStep(deployed, target.step)]);
  if (target.level === 'global') return of(steps);
  const { plan } = deployed.find(target.workflow);
  return of(steps.filter(({ stepId }) => plan.stepById.has(stepId)));
}

function findStep(deployed: Deployed, reference: string): DeployedStep {
  // A later load has the higher id, so the last of a name is its latest version.
  const found = deployed.definitions.steps.filter(({ stepId, manifest: { name, version } }) =>
    [String(stepId), name, `${name}:${version}`].includes(reference),
  );
  const step = found.at(-1);
  if (!step) throw new EngineRefusal('INVALID-STEP', `There is no step "${reference}".`, 404);
  return step;
}

function whyNotHere(item: ConfigItem, level: ConfigLevel): string | undefined {
  if (!item.strictlyLocal || level === 'step') return undefined;
  return `it is strictly local, so its value is set at its step and not on ${level} level`;
}

function hashOfItem({ item, value, isTemplate, level, isSet }: ResolvedItem): ConfigItemHash {
  return {
    ...describe(item),
    value: shown(item, value),
    level: value === undefined ? null : level,
    is_set: isSet,
    is_templated_string: isTemplate,
  };
}

function hashOfValue(
  name: string,
  item: ConfigItem | undefined,
  stored: StoredConfigValue | undefined,
): ConfigItemHash {
  const known = item ?? configItemOf({ name, type: 'any' });
  return {
    ...describe(known),
    value: shown(known, stored?.value),
    level: stored?.value === undefined ? null : stored.level,
    is_set: stored?.value !== undefined,
    is_templated_string: stored?.isTemplate ?? false,
  };
}

function describe(item: ConfigItem): Omit<ConfigItemHash, 'value' | 'level' | 'is_set' | 'is_templated_string'> {
  return {
    name: item.name,
    prefix: item.prefix,
    type: item.type,
    desc: item.description,
    default_value: shown(item, item.defaultValue),
    strictly_local: item.strictlyLocal,
    config_group: item.group,
    allowed_values: item.allowedValues ?? null,
    sensitive: item.sensitive,
  };
}

function shown(item: ConfigItem, value: JsonValue | undefined): JsonValue {
  if (value === undefined || value === null) return null;
  return item.sensitive ? masked : value;
}

function isAt(value: StoredConfigValue, level: ConfigLevel, ownerId: number): boolean {
  return value.level === level && value.ownerId === ownerId;
}

function refused(info: string): EngineRefusal {
  return new EngineRefusal('CONFIG-ITEM-ERROR', info, 409);
}

function unknownItem(name: string, target: ConfigTarget): EngineRefusal {
  return new EngineRefusal(
    'CONFIG-ITEM-ERROR',
    `There is no configuration item "${name}" on ${target.level} level.`,
    404,
  );
}
