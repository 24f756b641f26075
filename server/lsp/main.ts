// Entry of the language server process: `--stdio` or `--node-ipc`, as the client chooses.
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { SystemClock } from '../base/clock.ts';
import { startLanguageServer } from './language-server.ts';

startLanguageServer(createConnection(ProposedFeatures.all), new SystemClock());
