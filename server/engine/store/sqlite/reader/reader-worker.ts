/**
 * Entry of the reader's thread: answers questions on a connection of its own, so that a long search neither holds up commits
 * nor the event loop. Each question is one read transaction and ends with its answer, so that none pins the write-ahead log.
 */
import { workerParent } from '../../../../base/spawn.ts';
import { openDatabase, type Sqlite } from '../open-database.ts';
import { questions, type ReaderReply, type ReaderRequest } from './questions.ts';

const parent = workerParent();
if (parent === undefined) throw new Error('The reader runs as a worker thread of the engine');
const { file } = parent.data as { file: string };
let db: Sqlite | undefined;
parent.onMessage((message) => parent.post(answer(message as ReaderRequest)));

function answer(request: ReaderRequest): ReaderReply {
  try {
    db ??= openDatabase(file, 'reader');
    const ask = questions[request.question] as (connection: Sqlite, ...args: readonly unknown[]) => unknown;
    return { id: request.id, answer: db.transaction(() => ask(db as Sqlite, ...request.args))() };
  } catch (error) {
    closeAfterFailure();
    const { message, code } = error as Error & { code?: string };
    return { id: request.id, error: { message, code } };
  }
}

/** The next question gets a fresh connection: the file may have been mended or replaced meanwhile. */
function closeAfterFailure(): void {
  db?.close();
  db = undefined;
}
