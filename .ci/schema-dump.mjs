// Writes sql/sqlite.schema.sql: the schema that all migrations lead to. A test fails while it is stale.
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { dumpSchema } from '../server/engine/store/sqlite/schema-dump.ts';

const target = path.resolve(import.meta.dirname, '../sql/sqlite.schema.sql');
writeFileSync(target, dumpSchema());
console.log(`Wrote ${path.relative(process.cwd(), target)}`);
