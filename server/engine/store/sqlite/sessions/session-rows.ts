import { asId, type SessionId } from '../../../../../schemas/model/ids.ts';
import type { SessionStatus } from '../../../../../schemas/model/status.ts';
import type { SessionStore, StoredSession } from '../../store.ts';
import type { Sqlite } from '../open-database.ts';
import { nextRareId } from '../sequences.ts';

interface SessionRow {
  readonly sessionid: number;
  readonly instancekey: string;
  readonly hostname: string;
  readonly xmlrpc_server: string;
  readonly pid: number;
  readonly started: number;
}

/** The newest ACTIVE session of the key; there is at most one unless a file was put together by hand. */
export function findActiveSession(db: Sqlite, instanceKey: string): StoredSession | undefined {
  const row = db
    .prepare<[string], SessionRow>(
      `SELECT * FROM sessions WHERE instancekey = ? AND sessionstatus = 'ACTIVE' ORDER BY sessionid DESC LIMIT 1`,
    )
    .get(instanceKey);
  if (row === undefined) return undefined;
  return {
    sessionId: asId(row.sessionid),
    instanceKey: row.instancekey,
    host: row.hostname,
    url: row.xmlrpc_server,
    pid: row.pid,
    started: row.started,
  };
}

export function insertSession(db: Sqlite, session: Parameters<SessionStore['openSession']>[0]): SessionId {
  const { instanceKey, host, url, version, pid, now } = session;
  const id = nextRareId(db, 'session');
  db.prepare(
    `INSERT INTO sessions (sessionid, instancekey, sessionstatus, hostname, xmlrpc_server, version, pid, started, created, modified)
     VALUES (?, ?, 'ACTIVE', ?, ?, ?, ?, ?, ?, ?)`,
  ).run(id, instanceKey, host, url, version, pid, now, now, now);
  return asId(id);
}

/** Ends a session; one that has ended keeps how it ended. */
export function endSession(db: Sqlite, sessionId: SessionId, status: SessionStatus, now: number): void {
  db.prepare(
    `UPDATE sessions SET sessionstatus = ?, ended = ?, modified = ? WHERE sessionid = ? AND sessionstatus = 'ACTIVE'`,
  ).run(status, now, now, sessionId);
}
