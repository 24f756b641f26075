import { describeStore } from './store-contract.ts';
import { openTemporary } from './temporary.ts';

describeStore('SqliteStore', (t) => openTemporary(t));
