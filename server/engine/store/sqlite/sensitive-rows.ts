import { asId, type OrderId } from '../../../../schemas/model/ids.ts';
import type {
  Sealed,
  SealedSensitiveData,
  SensitiveAlias,
  SensitiveChange,
  StoredSensitiveData,
} from '../../../../schemas/model/sensitive.ts';
import type { OrderDecision } from '../store.ts';
import type { Sqlite } from './open-database.ts';

/** Records a change of sensitive data inside the running transaction. */
export function recordSensitive(db: Sqlite, { orderId, at }: OrderDecision, change: SensitiveChange): void {
  switch (change.type) {
    case 'sensitive':
      db.prepare(put).run(rowOf(orderId, change.data, at));
      for (const alias of change.aliases) {
        db.prepare(putAlias).run(orderId, alias, change.data.skey, change.data.index);
      }
      return;
    case 'sensitive-deleted':
      for (const table of tables) {
        const sql = `DELETE FROM ${table} WHERE workflow_instanceid = ? AND skey = ? AND svalue = ?`;
        db.prepare(sql).run(orderId, change.skey, change.index);
      }
      return;
    case 'sensitive-purged':
      for (const table of tables) db.prepare(`DELETE FROM ${table} WHERE workflow_instanceid = ?`).run(orderId);
  }
}

/** What is stored of one order. */
export function readSensitive(db: Sqlite, orderId: OrderId): StoredSensitiveData {
  const rows = db
    .prepare('SELECT * FROM sensitive_order_data WHERE workflow_instanceid = ? ORDER BY created, skey, svalue')
    .all(orderId) as SensitiveRow[];
  const aliases = db
    .prepare('SELECT alias, skey, svalue AS "index" FROM sensitive_order_data_keys WHERE workflow_instanceid = ?')
    .all(orderId) as SensitiveAlias[];
  return { subjects: rows.map(dataOf), aliases };
}

/** Orders that hold data of a subject, the newest first. */
export function findOrdersOfSubject(db: Sqlite, skey: string, index: string): readonly OrderId[] {
  const sql = 'SELECT workflow_instanceid FROM sensitive_order_data WHERE skey = ? AND svalue = ? ORDER BY 1 DESC';
  return (db.prepare(sql).pluck().all(skey, index) as number[]).map((id) => asId(id));
}

/** Orders that hold any. */
export function ordersWithSensitiveData(db: Sqlite): readonly OrderId[] {
  const sql = 'SELECT DISTINCT workflow_instanceid FROM sensitive_order_data';
  return (db.prepare(sql).pluck().all() as number[]).map((id) => asId(id));
}

interface SensitiveRow {
  readonly skey: string;
  readonly svalue: string;
  readonly keyid: string;
  readonly svalue_enc: Buffer;
  readonly data: Buffer;
  readonly iv: Buffer;
  readonly mac: Buffer;
  readonly meta: Buffer | null;
  readonly miv: Buffer | null;
  readonly mmac: Buffer | null;
  readonly modified: number;
}

function rowOf(orderId: OrderId, data: SealedSensitiveData, at: number) {
  const { skey, index, keyId, svalue, meta } = data;
  return {
    orderId,
    skey,
    index,
    keyId,
    // One column for the three parts: iv, mac, text.
    svalue: Buffer.concat([svalue.iv, svalue.mac, svalue.text]),
    data: data.data.text,
    iv: data.data.iv,
    mac: data.data.mac,
    meta: meta?.text ?? null,
    miv: meta?.iv ?? null,
    mmac: meta?.mac ?? null,
    at,
  };
}

function dataOf(row: SensitiveRow): StoredSensitiveData['subjects'][number] {
  const { svalue_enc: sealed, meta, miv, mmac } = row;
  return {
    skey: row.skey,
    index: row.svalue,
    keyId: row.keyid,
    svalue: { iv: sealed.subarray(0, 12), mac: sealed.subarray(12, 28), text: sealed.subarray(28) },
    data: { iv: row.iv, mac: row.mac, text: row.data },
    meta: meta && miv && mmac ? ({ iv: miv, mac: mmac, text: meta } satisfies Sealed) : null,
    modified: row.modified,
  };
}

const tables = ['sensitive_order_data', 'sensitive_order_data_keys'] as const;
const putAlias = `
  INSERT INTO sensitive_order_data_keys (workflow_instanceid, alias, skey, svalue) VALUES (?, ?, ?, ?)
  ON CONFLICT (workflow_instanceid, alias) DO UPDATE SET skey = excluded.skey, svalue = excluded.svalue`;
const put = `
  INSERT INTO sensitive_order_data (workflow_instanceid, skey, svalue, keyid, svalue_enc, data, iv, mac, meta, miv, mmac,
    created, modified)
  VALUES (@orderId, @skey, @index, @keyId, @svalue, @data, @iv, @mac, @meta, @miv, @mmac, @at, @at)
  ON CONFLICT (workflow_instanceid, skey, svalue) DO UPDATE SET keyid = excluded.keyid, svalue_enc = excluded.svalue_enc,
    data = excluded.data, iv = excluded.iv, mac = excluded.mac, meta = excluded.meta, miv = excluded.miv,
    mmac = excluded.mmac, modified = excluded.modified`;
