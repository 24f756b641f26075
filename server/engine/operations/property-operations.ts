import type { JsonObject, JsonValue } from '../../../schemas/model/data.ts';
import { type Caller, EngineRefusal, type PropertyOperations } from '../engine.ts';
import type { EngineParts } from '../execution/parts.ts';
import type { PropertyChange } from '../store/properties.ts';

const longestValue = 4000;
const longestName = 240;

/** System properties (manual: system properties): small values of users, by domain and key; `omq` is the system's own. */
export function propertyOperations({ store, audit, clock }: EngineParts): PropertyOperations {
  const change = (changes: readonly PropertyChange[], caller: Caller, replaceAll = false) => {
    const info1 = `properties ${changes.map(({ domain, key }) => `${domain}.${key}`).join(', ')}`.slice(
      0,
      longestValue,
    );
    return store.changeProperties(changes, {
      now: clock.nowMicros(),
      replaceAll,
      records: audit.rows('api', 'API-CALL', caller, { info1 }),
    });
  };
  const all = async (): Promise<Readonly<Record<string, JsonObject>>> => {
    const domains: Record<string, Record<string, JsonValue>> = {};
    for (const { domain, key, value } of await store.readProperties()) {
      (domains[domain] ??= {})[key] = JSON.parse(value) as JsonValue;
    }
    return domains;
  };
  return {
    all,
    set: async (domain, key, value, caller) => (await change([checked(domain, key, value)], caller))[0] ?? 'IGNORED',
    setMany: async (domains, { replaceAll }, caller) => {
      const changes = Object.entries(domains).flatMap(([domain, keys]) => {
        if (typeof keys !== 'object' || keys === null || Array.isArray(keys))
          throw refused('PROP-ERROR', `${domain} must be a hash of keys and values.`);
        return Object.entries(keys as JsonObject).map(([key, value]) => checked(domain, key, value));
      });
      await change(changes, caller, replaceAll);
    },
    removeDomain: async (domain, caller) => {
      const keys = Object.keys((await all())[domain] ?? {});
      if (keys.length === 0) throw refused('UPDATE-ERROR', `There is no domain "${domain}".`, 404);
      await change(
        keys.map((key) => checked(domain, key, null)),
        caller,
      );
    },
  };
}

function checked(domain: string, key: string, value: JsonValue): PropertyChange {
  if (domain === 'omq') throw refused('UPDATE-ERROR', 'The domain omq is the system’s own.');
  if (![domain, key].every((name) => name !== '' && name.length <= longestName)) {
    throw refused('PROP-ERROR', `Domain and key are texts of 1 to ${longestName} characters.`, 400);
  }
  if (value === null) return { domain, key, value: null };
  const text = JSON.stringify(value);
  if (Buffer.byteLength(text) > longestValue) {
    throw refused('PROP-ERROR', `The value of ${domain}.${key} has more than ${longestValue} bytes.`);
  }
  return { domain, key, value: text };
}

function refused(error: string, info: string, status: 400 | 404 | 409 = 409): EngineRefusal {
  return new EngineRefusal(error, info, status);
}
