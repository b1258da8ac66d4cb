import type { Db } from '../../../store/database.ts';
import { customersBefore } from '../../../store/reports/customers.ts';
import type { Line, TotalsQuestion } from '../../../store/totals/read.ts';
import { countOnly, pack, type Packed } from '../../../store/totals/packed.ts';
import type { SetQuestion } from '../../../store/totals/read-sets.ts';
import type { FigureKey } from '../figures.ts';
import type { Window } from '../../../store/reports/window.ts';
import { countOf } from './deals.ts';
import type { Owners } from './owner-scope.ts';

/** The moment since which the counted customers have no interactions. */
const SINCE = {
  customersSilent30: 'quiet30',
  customersSilent60: 'quiet60',
  customersSilent90: 'quiet90',
} as const satisfies Partial<Record<FigureKey, keyof Window>>;
type SilentKey = keyof typeof SINCE;

const silentKeys = (keys: readonly FigureKey[]): SilentKey[] =>
  (Object.keys(SINCE) as SilentKey[]).filter((key) => keys.includes(key));

/** Who was there when the silence began, and is there still. */
export function thereQuestions(window: Window, keys: readonly FigureKey[]): Record<string, TotalsQuestion> {
  return Object.fromEntries(
    silentKeys(keys).map((key) => [key, { of: 'customers', from: null, to: window[SINCE[key]] }]),
  );
}

/** Customers with interactions since then, and those added later. Slipped deals are found faster by an index. */
export function setQuestions(window: Window, keys: readonly FigureKey[], owners: Owners): Record<string, SetQuestion> {
  const questions: Record<string, SetQuestion> = {};
  for (const key of silentKeys(keys)) {
    const since = window[SINCE[key]];
    questions[`${key} heard`] = { of: 'heard', from: since, to: window.end };
    if (!owners) questions[`${key} later`] = { of: 'added', from: since, to: null };
  }
  if (!owners && keys.includes('dealsSlipped'))
    questions['dealsSlipped'] = { of: 'slipped', from: window.start, to: window.end };
  return questions;
}

/** What the database says of one window: lines and sets by the names of the questions. */
export interface Answers {
  lines: Readonly<Record<string, Line[]>>;
  sets: Readonly<Record<string, Packed[]>>;
  deleted: Readonly<Record<'customers' | 'deals', Packed>>;
}

const silentOfOwners = async (
  db: Db,
  since: string,
  heard: readonly Packed[],
  owners: readonly number[],
): Promise<number> => {
  return countOnly([pack(await customersBefore(db, owners, since))], heard);
};

/** All customers minus those with interactions; added later or deleted ones were not among all. */
const silentOfAll = (key: SilentKey, { lines, sets, deleted }: Answers): number =>
  countOf(lines[key] ?? []) -
  countOnly(sets[`${key} heard`] ?? [], [...(sets[`${key} later`] ?? []), deleted.customers]);

/** The figures that count how many different records something happened to, or did not. */
export async function figuresOfSets(
  db: Db,
  window: Window,
  answers: Answers,
  keys: readonly FigureKey[],
  owners: Owners,
): Promise<Partial<Record<FigureKey, number>>> {
  const told: Partial<Record<FigureKey, number>> = {};
  for (const key of silentKeys(keys))
    told[key] = owners
      ? await silentOfOwners(db, window[SINCE[key]], answers.sets[`${key} heard`] ?? [], owners)
      : silentOfAll(key, answers);
  const slipped = answers.sets['dealsSlipped'];
  if (slipped) told.dealsSlipped = countOnly(slipped, [answers.deleted.deals]);
  return told;
}
