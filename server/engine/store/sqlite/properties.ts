import type { AuditRecord } from '../../../../schemas/model/audit.ts';
import type { PropertyChange, PropertyResult, SystemProperty } from '../properties.ts';
import { writeAudit, type AuditStatements } from './audit-rows.ts';
import type { Sqlite } from './open-database.ts';

/** All properties by domain and key. */
export function readProperties(db: Sqlite): readonly SystemProperty[] {
  return db
    .prepare<[], SystemProperty>('SELECT domain, keyname AS key, value FROM system_properties ORDER BY domain, keyname')
    .all();
}

/** Sets and deletes properties in the running transaction; answers what became of each. */
export function changeProperties(
  db: Sqlite,
  audit: AuditStatements,
  {
    changes,
    now,
    replaceAll,
    records,
  }: {
    readonly changes: readonly PropertyChange[];
    readonly now: number;
    readonly replaceAll: boolean;
    readonly records: readonly AuditRecord[];
  },
): readonly PropertyResult[] {
  if (replaceAll) db.prepare(`DELETE FROM system_properties WHERE domain <> 'omq'`).run();
  const find = db.prepare<[string, string], { value: string }>(
    'SELECT value FROM system_properties WHERE domain = ? AND keyname = ?',
  );
  const put = db.prepare(
    `INSERT INTO system_properties (domain, keyname, value, created, modified) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (domain, keyname) DO UPDATE SET value = excluded.value, modified = excluded.modified`,
  );
  const remove = db.prepare('DELETE FROM system_properties WHERE domain = ? AND keyname = ?');
  writeAudit(audit, records, now);
  return changes.map(({ domain, key, value }) => {
    const known = find.get(domain, key);
    if (value === null) {
      remove.run(domain, key);
      return known === undefined ? 'IGNORED' : 'DELETE';
    }
    put.run(domain, key, value, now, now);
    return known === undefined ? 'INSERT' : 'UPDATE';
  });
}
