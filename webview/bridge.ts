/**
 * The only line between a page and the window: `postMessage` both ways, the state that VS Code keeps for the page, and
 * what the page was started with. Every message is checked by the caller's `read` before anyone sees it.
 */
export interface Bridge<To, From> {
  send(message: From): void;
  onMessage(listener: (message: To) => void): void;
  /** What VS Code kept for this page, and what it shall keep. */
  kept(): unknown;
  keep(state: object): void;
}

interface VsCodeApi {
  postMessage(message: unknown): void;
  setState(state: unknown): void;
  getState?(): unknown;
}
declare function acquireVsCodeApi(): VsCodeApi;

/** Connects a page; call once. `state` is what VS Code hands to the window to open this page again. */
export function connect<To, From>(read: (value: unknown) => To | undefined, state?: object): Bridge<To, From> {
  const api = acquireVsCodeApi();
  if (state !== undefined) api.setState(state);
  return {
    kept: () => api.getState?.(),
    keep: (value) => api.setState(value),
    send: (message) => api.postMessage(message),
    onMessage: (listener) =>
      window.addEventListener('message', (event: MessageEvent<unknown>) => {
        const message = read(event.data);
        if (message !== undefined) listener(message);
      }),
  };
}

/** What the window wrote into the page when it made it. */
export function readStart<Start>(): Start {
  return JSON.parse(document.body.dataset['start'] ?? '{}') as Start;
}
