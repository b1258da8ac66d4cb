/** Runs every benchmark, or those that are named: `npm run bench search`. */
import { benchImport } from './import.ts';
import { benchSearch } from './search.ts';

const BENCHES: Readonly<Record<string, () => Promise<void>>> = { search: benchSearch, import: benchImport };

const wanted = process.argv.slice(2);
for (const [name, bench] of Object.entries(BENCHES)) {
  if (wanted.length === 0 || wanted.includes(name)) await bench();
}
