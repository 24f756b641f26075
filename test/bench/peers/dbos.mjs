// Five recorded steps in a function; PostgreSQL is the log (DATABASE_URL).
import { DBOS } from '@dbos-inc/dbos-sdk';
import { drive } from './drive.mjs';

const order = DBOS.registerWorkflow(
  async (id) => {
    for (let step = 0; step < 5; step += 1) await DBOS.runStep(async () => ({ ok: step }), { name: `step-${step}` });
    return { id };
  },
  { name: 'five-steps' },
);
DBOS.setConfig({
  name: 'bench',
  systemDatabaseUrl: process.env.DATABASE_URL,
  systemDatabasePoolSize: 20,
  logLevel: 'error',
  runAdminServer: false,
  applicationVersion: '1',
  executorID: 'local',
});
await DBOS.launch();
await drive((id) => order(id));
await DBOS.shutdown();
process.exit(0);
