import { callSystem } from './end-systems.ts';

export interface Message {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

/** Sends a message. The same number is sent once, however often it is asked. */
export async function send(number: string, message: Message, signal: AbortSignal): Promise<void> {
  await callSystem('mail', { method: 'PUT', path: `/messages/${encodeURIComponent(number)}`, body: message, signal });
}
