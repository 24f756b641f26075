// Five recorded steps in a handler, called through the server's ingress (RESTATE_INGRESS, RESTATE_ADMIN).
import * as restate from '@restatedev/restate-sdk';
import { drive } from './drive.mjs';

const orders = restate.service({
  name: 'orders',
  handlers: {
    run: async (context, { id }) => {
      for (let step = 0; step < 5; step += 1) await context.run(`step-${step}`, () => ({ ok: step }));
      return { id };
    },
  },
});
const port = await restate.serve({ services: [orders], port: 0, logger: () => undefined });
await post(`${process.env.RESTATE_ADMIN}/deployments`, { uri: `http://127.0.0.1:${port}`, force: true });
await drive((id) => post(`${process.env.RESTATE_INGRESS}/orders/run`, { id }));
process.exit(0);

async function post(url, body) {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${url}: ${response.status} ${await response.text()}`);
  return response.json();
}
