/**
 * Runs every benchmark, or those that are named: `npm run bench -- summary`. `--small`: a tenth of the company, which a busy
 * machine makes and reads in a minute.
 */
import { benchAcks } from './acks.ts';
import { FULL, SMALL } from './company.ts';
import { benchImport } from './import.ts';
import { benchPictures } from './pictures.ts';
import { benchOutbox } from './outbox.ts';
import { benchSearch } from './search.ts';
import { benchSummary } from './summary.ts';
import { benchWrites } from './writes.ts';

const size = process.argv.includes('--small') ? SMALL : FULL;

const BENCHES: Readonly<Record<string, () => Promise<void>>> = {
  search: benchSearch,
  outbox: benchOutbox,
  import: benchImport,
  summary: () => benchSummary(size),
  writes: benchWrites,
  acks: () => benchAcks(size),
  pictures: benchPictures,
};

const wanted = process.argv.slice(2).filter((word) => word !== '--small');
for (const [name, bench] of Object.entries(BENCHES)) {
  if (wanted.length === 0 || wanted.includes(name)) await bench();
}
