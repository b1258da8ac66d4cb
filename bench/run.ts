/** Runs every benchmark, or those that are named: `npm run bench -- summary`. */
import { benchAcks } from './acks.ts';
import { benchImport } from './import.ts';
import { benchPictures } from './pictures.ts';
import { benchOutbox } from './outbox.ts';
import { benchSearch } from './search.ts';
import { benchSummary } from './summary.ts';
import { benchWrites } from './writes.ts';

const BENCHES: Readonly<Record<string, () => Promise<void>>> = {
  search: benchSearch,
  outbox: benchOutbox,
  import: benchImport,
  summary: benchSummary,
  writes: benchWrites,
  acks: benchAcks,
  pictures: benchPictures,
};

const wanted = process.argv.slice(2);
for (const [name, bench] of Object.entries(BENCHES)) {
  if (wanted.length === 0 || wanted.includes(name)) await bench();
}
