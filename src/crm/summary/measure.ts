import type { Db } from '../../store/database.ts';
import { FIGURES, type Definition, type FigureKey, type Unit } from './figures.ts';
import { stagedDeals } from './staged-deals.ts';
import { runs, type Window } from './window.ts';

export interface Figure {
  key: FigureKey;
  /** `Deals won` */
  label: string;
  unit: Unit;
  /** What is counted, in a sentence or two for people. */
  formula: string;
  /** null where there is nothing to tell, such as the win rate of a period in which nothing closed. */
  value: number | null;
  /** The same of the period before. */
  before: number | null;
  /** `value - before` (of percents: percentage points); null when one of them is. */
  change: number | null;
}

type Subject = Definition['of'];
/** The two windows of a summary. */
export interface Windows {
  now: Window;
  before: Window;
}

const definitions = Object.entries(FIGURES) as [FigureKey, Definition][];
const figuresOf = (subject: Subject): [FigureKey, Definition][] => definitions.filter(([, { of }]) => of === subject);

/** The rows a subject's figures are taken from; of the many interactions only those of the two windows. */
const rowsOf: Record<Subject, (db: Db, windows: Windows) => ReturnType<Db>> = {
  customers: (db) => db('customers').whereNull('deleted_at'),
  contacts: (db) => db('contacts').whereNull('deleted_at'),
  deals: stagedDeals,
  interactions: (db, { now, before }) =>
    db('interactions')
      .whereNull('deleted_at')
      .where('happened_at', '>=', before.start)
      .where('happened_at', '<', now.end),
};

type Results = Record<string, number | null>;

/** One pass over a subject's rows: each of its figures for both windows. */
const measureSubject = async (db: Db, subject: Subject, windows: Windows): Promise<Results> => {
  const columns = figuresOf(subject).flatMap(([key, { sql }]) => [
    db.raw(`${sql} as "${key} now"`, { ...windows.now }),
    db.raw(`${sql} as "${key} before"`, { ...windows.before }),
  ]);
  const [row] = (await rowsOf[subject](db, windows).select(columns)) as Results[];
  return row ?? {};
};

const read = ({ onlyNow, read: convert }: Definition, result: number | null, told: boolean): number | null => {
  if (result === null || (onlyNow && !told)) return null;
  return convert ? convert(result) : result;
};

/** Every figure for both windows, in the order of their definitions. */
export const measure = async (db: Db, windows: Windows, today: string): Promise<Record<FigureKey, Figure>> => {
  const results: Results = {};
  for (const subject of Object.keys(rowsOf) as Subject[]) {
    Object.assign(results, await measureSubject(db, subject, windows));
  }
  const figure = ([key, definition]: [FigureKey, Definition]): [FigureKey, Figure] => {
    const { label, unit, formula } = definition;
    const value = read(definition, results[`${key} now`] ?? null, runs(windows.now, today));
    const before = read(definition, results[`${key} before`] ?? null, runs(windows.before, today));
    const change = value === null || before === null ? null : value - before;
    return [key, { key, label, unit, formula, value, before, change }];
  };
  return Object.fromEntries(definitions.map(figure)) as Record<FigureKey, Figure>;
};
