/**
 * Entry of the reader's thread: answers questions on a connection of its own, so that a long search neither holds up commits
 * nor the event loop. Each question is one read transaction and ends with its answer, so that none pins the write-ahead log.
 */
import { workerParent } from '../../../../base/spawn.ts';
import { openDatabase, type Sqlite } from '../open-database.ts';
import { checkpointRequest, questions, type QuestionName, type ReaderReply, type ReaderRequest } from './questions.ts';

const parent = workerParent();
if (parent === undefined) throw new Error('The reader runs as a worker thread of the engine');
const { file } = parent.data as { file: string };
let connections: { reader?: Sqlite; checkpointer?: Sqlite } = {};
parent.onMessage((message) => parent.post(answer(message as ReaderRequest)));

function answer(request: ReaderRequest): ReaderReply {
  try {
    return { id: request.id, answer: request.question === checkpointRequest ? checkpoint() : ask(request) };
  } catch (error) {
    closeAfterFailure();
    const { message, code } = error as Error & { code?: string };
    return { id: request.id, error: { message, code } };
  }
}

function ask({ question, args }: ReaderRequest): unknown {
  const db = (connections.reader ??= openDatabase(file, 'reader'));
  const answers = questions[question as QuestionName] as (connection: Sqlite, ...args: readonly unknown[]) => unknown;
  return db.transaction(() => answers(db, ...args))();
}

/** Passive: it waits for nobody and nobody waits for it; the engine goes on committing meanwhile. */
function checkpoint(): unknown {
  const db = (connections.checkpointer ??= openDatabase(file, 'writer'));
  return db.pragma('wal_checkpoint(PASSIVE)');
}

/** The next question gets a fresh connection: the file may have been mended or replaced meanwhile. */
function closeAfterFailure(): void {
  const { reader, checkpointer } = connections;
  connections = {};
  reader?.close();
  checkpointer?.close();
}
