import { connect } from 'node:net';

/** Sends these bytes and answers the first line of what comes back, or `closed`; for requests no client would send. */
export function rawRequest(url: string, text: string | Uint8Array, timeoutMs = 5000): Promise<string> {
  return rawExchange(url, text, timeoutMs).then((answer) =>
    answer === '' ? 'closed' : (answer.split('\r\n')[0] ?? ''),
  );
}

/** The whole of what comes back until the other side closes, or the time is over. */
export function rawExchange(url: string, text: string | Uint8Array, timeoutMs = 5000): Promise<string> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve) => {
    const socket = connect(Number(port), hostname);
    let received = '';
    const timer = setTimeout(() => socket.destroy(), timeoutMs);
    socket.on('connect', () => socket.write(text));
    socket.on('data', (chunk) => {
      received += chunk.toString('latin1');
      // One answer is enough; the server may keep the connection.
      if (/\r\n\r\n/.test(received)) socket.end();
    });
    socket.on('error', () => undefined);
    socket.on('close', () => {
      clearTimeout(timer);
      resolve(received);
    });
  });
}
