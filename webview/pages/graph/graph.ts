import './graph.css';
import {
  readToGraphPage,
  type FromGraphPage,
  type GraphPageStart,
  type ToGraphPage,
} from '../../../schemas/protocol/graph-page.ts';
import { connect, readStart } from '../../bridge.ts';
import { GraphPage } from './graph-page.ts';
import { readKeptState } from './kept-state.ts';

const start = readStart<GraphPageStart>();
const bridge = connect<ToGraphPage, FromGraphPage>(readToGraphPage);
const page = new GraphPage(start.texts, readKeptState(bridge.kept()), bridge);
document.getElementById('page')?.append(page.element);
bridge.onMessage((message) => page.received(message));
bridge.send({ type: 'ready' });
