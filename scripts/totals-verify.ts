// `npm run totals:verify [-- --rebuild]`: are the running totals what the rows add up to? Exit 1 when they are not.
import { config as readDotEnv } from 'dotenv';
import { readConfig } from '../src/config.ts';
import { rebuildTotals, verifyTotals } from '../src/crm/totals/index.ts';
import { openDatabase } from '../src/store/database.ts';

const MOST_SHOWN = 20;

readDotEnv({ quiet: true });
const database = await openDatabase(readConfig(process.env).databaseUrl);
const wrong = await verifyTotals({ database });
for (const { line, kept, counted } of wrong.slice(0, MOST_SHOWN))
  console.log(`${line}: ${kept} in the totals, ${counted} by the rows`);
const rebuilds = process.argv.includes('--rebuild');
if (rebuilds) await rebuildTotals({ database });
await database.close();

if (wrong.length === 0) console.log('OK: the totals are what the rows add up to.');
else
  console.log(
    `${wrong.length} lines of the totals are wrong${rebuilds ? ' and were rebuilt.' : '. Rebuild them with: npm run totals:verify -- --rebuild'}`,
  );
process.exitCode = wrong.length > 0 && !rebuilds ? 1 : 0;
