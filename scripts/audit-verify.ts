// `npm run audit:verify [-- <head>]`: is the audit trail as CustomerHub wrote it? Exit 1 when it is not.
import { config as readDotEnv } from 'dotenv';
import { readConfig } from '../src/config.ts';
import { verifySeals } from '../src/crm/audit/index.ts';
import { openDatabase } from '../src/store/database.ts';

readDotEnv({ quiet: true });
const database = await openDatabase(readConfig(process.env).databaseUrl);
const head = process.argv[2];
const { damage, seals, waiting, head: last, knows } = await verifySeals({ database }, head);
await database.close();

if (damage)
  console.log(
    `Entry ${damage.entry} of audit_log ${damage.kind === 'missing' ? 'is missing' : `was ${damage.kind}`}: ${damage.why}.`,
  );
else if (knows === false) console.log(`The chain of seals doesn’t contain ${head}: it was cut off or rebuilt.`);
else console.log(`OK: ${seals} seals hold${waiting > 0 ? `, ${waiting} entries not sealed yet` : ''}. Head: ${last}`);
process.exitCode = damage || knows === false ? 1 : 0;
