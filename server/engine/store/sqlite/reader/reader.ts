import { processEntry } from '../../../../base/resources.ts';
import { runWorker, type WorkerThread } from '../../../../base/spawn.ts';
import {
  checkpointRequest,
  type questions,
  type QuestionName,
  type ReaderReply,
  type ReaderRequest,
} from './questions.ts';

type Arguments<Name extends QuestionName> =
  Parameters<(typeof questions)[Name]> extends [unknown, ...infer Rest] ? Rest : never;
type Answer<Name extends QuestionName> = ReturnType<(typeof questions)[Name]>;

interface Pending {
  resolve(answer: unknown): void;
  reject(error: unknown): void;
}

/** Asks questions of the reader's thread, which starts with the first one and starts anew should it die. */
export class Reader {
  readonly #file: string;
  readonly #pending = new Map<number, Pending>();
  #thread: WorkerThread | undefined;
  #lastId = 0;
  #isClosed = false;

  constructor(file: string) {
    this.#file = file;
  }

  ask<Name extends QuestionName>(question: Name, ...args: Arguments<Name>): Promise<Answer<Name>> {
    return this.#request(question, args) as Promise<Answer<Name>>;
  }

  /** Moves what it can of the write-ahead log into the file; commits go on meanwhile. */
  async checkpoint(): Promise<void> {
    await this.#request(checkpointRequest, []);
  }

  #request(question: ReaderRequest['question'], args: readonly unknown[]): Promise<unknown> {
    if (this.#isClosed) return Promise.reject(new Error('The store is closed'));
    const request: ReaderRequest = { id: ++this.#lastId, question, args };
    const answer = new Promise<unknown>((resolve, reject) => this.#pending.set(request.id, { resolve, reject }));
    const thread = this.#running();
    // A question that is waited for keeps the process alive; an idle reader does not.
    thread.ref();
    thread.post(request);
    return answer;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#rejectAll(new Error('The store was closed before it answered'));
    // An idle thread does not hold the process; its end is waited for, or the process would end before this resolves.
    this.#thread?.ref();
    await this.#thread?.terminate();
  }

  #running(): WorkerThread {
    if (this.#thread !== undefined) return this.#thread;
    const thread = runWorker(processEntry('store-reader'), { data: { file: this.#file } });
    this.#thread = thread;
    thread.onMessage((message) => this.#settle(message as ReaderReply));
    thread.onError((error) => this.#rejectAll(error));
    thread.onExit(() => {
      if (this.#thread === thread) this.#thread = undefined;
      this.#rejectAll(new Error('The reader of the store ended'));
    });
    return thread;
  }

  #settle(reply: ReaderReply): void {
    const pending = this.#pending.get(reply.id);
    this.#pending.delete(reply.id);
    if (this.#pending.size === 0 && !this.#isClosed) this.#thread?.unref();
    if ('answer' in reply) pending?.resolve(reply.answer);
    else pending?.reject(Object.assign(new Error(reply.error.message), { code: reply.error.code }));
  }

  #rejectAll(error: unknown): void {
    const unanswered = [...this.#pending.values()];
    this.#pending.clear();
    for (const pending of unanswered) pending.reject(error);
  }
}
