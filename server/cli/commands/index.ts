import type { Command } from 'commander';
import type { Cli } from '../cli.ts';
import type { Answering } from '../program.ts';
import { addCheck } from './check.ts';
import { addCompletion } from './completion.ts';
import { addConfig } from './config.ts';
import { addDemo } from './demo.ts';
import { addDebugAdapter } from './debug-adapter.ts';
import { addDeploy } from './deploy.ts';
import { addError } from './error.ts';
import { addEvent } from './event.ts';
import { addJob } from './job.ts';
import { addLog } from './log.ts';
import { addOrder } from './order.ts';
import { addQueue } from './queue.ts';
import { addRest } from './rest.ts';
import { addServe } from './serve.ts';
import { addStatus } from './status.ts';
import { addStop } from './stop.ts';
import { addTypes } from './types.ts';
import { addWorkflow } from './workflow.ts';

/** All commands, in the order of the help. */
export const commands: readonly ((program: Command, cli: Cli, answering: Answering) => void)[] = [
  addServe,
  addStop,
  addStatus,
  addCheck,
  addDeploy,
  addTypes,
  addOrder,
  addWorkflow,
  addJob,
  addQueue,
  addEvent,
  addError,
  addConfig,
  addLog,
  addRest,
  addDebugAdapter,
  addDemo,
  addCompletion,
];
