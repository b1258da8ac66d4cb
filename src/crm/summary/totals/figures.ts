import type { Db } from '../../../store/database.ts';
import { askTotals, type Line, type TotalsQuestion } from '../../../store/totals/read.ts';
import { askSets, idsDeleted } from '../../../store/totals/read-sets.ts';
import { together } from '../../../store/connection/gather-reads.ts';
import { FIGURE_KEYS, type FigureKey } from '../figures.ts';
import type { FigureResults } from '../../../store/reports/figure-values.ts';
import type { Window, Windows } from '../../../store/reports/window.ts';
import type { Measured } from '../measured.ts';
import { add, countOf, dealQuestions, inStages, openOf, stagesOf, type DealAnswers, type Stages } from './deals.ts';
import { figuresOfSets, setQuestions, thereQuestions } from './sets.ts';
import { whose } from './owner-scope.ts';

/** What the SQL of a figure gives, for those that the totals know. */
type WindowFigures = Partial<Record<FigureKey, number | null>>;

const amountOf = ({ amount }: Line): number => amount;
const share = (part: number, whole: number | null): number | null => (whole ? (100 * part) / whole : null);

const figuresOfDeals = (stages: Stages, answers: DealAnswers, { currency, target }: Window): WindowFigures => {
  const inCurrency = (lines: readonly Line[]): Line[] => lines.filter((line) => line.currency === currency);
  const { made = [], closed = [] } = answers;
  const open = openOf(stages, answers);
  const [won, lost] = [inStages(stages, closed, 'won'), inStages(stages, closed, 'lost')];
  const [valueWon, valueLost] = [add(inCurrency(won), amountOf), add(inCurrency(lost), amountOf)];
  const priced = add(inCurrency(won), ({ n, blank }) => n - blank);
  return {
    dealsNew: countOf(made),
    dealsOpen: countOf(open),
    dealsWon: countOf(won),
    dealsLost: countOf(lost),
    winRate: share(countOf(won), countOf(won) + countOf(lost)),
    winRateValue: share(valueWon, valueWon + valueLost),
    valueOpen: add(inCurrency(open), amountOf),
    valueWeighted: add(inCurrency(open), (line) => line.amount * (stages.get(line.stage_id)?.probability ?? 0)),
    valueWon,
    averageWon: priced === 0 ? null : valueWon / priced,
    targetAttained: share(valueWon, target),
  };
};

/** Figures that are a number of rows. */
const COUNTED: Partial<Record<FigureKey, (window: Window) => TotalsQuestion>> = {
  customers: ({ end }) => ({ of: 'customers', from: null, to: end }),
  customersNew: ({ start, end }) => ({ of: 'customers', from: start, to: end, start: 'known' }),
  contacts: ({ end }) => ({ of: 'contacts', from: null, to: end }),
  contactsNew: ({ start, end }) => ({ of: 'contacts', from: start, to: end, start: 'known' }),
  interactions: ({ start, end }) => ({ of: 'interactions', from: start, to: end }),
};

/** The same questions of both windows, so that one statement answers them. */
const ofBoth = <T>({ now, before }: Windows, questions: (window: Window) => Readonly<Record<string, T>>) => {
  const named = (name: string, window: Window) =>
    Object.entries(questions(window)).map(([key, question]) => [`${name} ${key}`, question]);
  return Object.fromEntries([...named('now', now), ...named('before', before)]) as Record<string, T>;
};

const ofOne = <T>(name: keyof Windows, answers: Readonly<Record<string, T>>): Record<string, T> =>
  Object.fromEntries(
    Object.entries(answers).flatMap(([key, value]) =>
      key.startsWith(`${name} `) ? [[key.slice(name.length + 1), value]] : [],
    ),
  );

/**
 * The figures that the running totals know, as a scan of the rows would give them; none when they cannot answer the question.
 * Read it in a snapshot.
 */
export async function figuresFromTotals(
  db: Db,
  asked: Measured,
  keys: readonly FigureKey[] = FIGURE_KEYS,
): Promise<Partial<FigureResults>> {
  const known = await whose(db, asked.scope);
  if (!known) return {};
  const { owners } = known;
  const counted = keys.flatMap((key) => (COUNTED[key] ? [[key, COUNTED[key]] as const] : []));
  const questions = ofBoth<TotalsQuestion>(asked, (window) => ({
    ...dealQuestions(window),
    ...Object.fromEntries(counted.map(([key, question]) => [key, question(window)])),
    ...thereQuestions(window, keys),
  }));
  const ofSets = ofBoth(asked, (window) => setQuestions(window, keys, owners));
  // The sets first: while they are put in order here, the thread that reads adds up the totals.
  const [sets, lines, stages, deleted] = await together(
    db,
    () => askSets(db, ofSets),
    () => askTotals(db, questions, ['stage_id', 'currency'], owners),
    () => stagesOf(db),
    () => idsDeleted(db),
  );
  const told = async (name: keyof Windows): Promise<WindowFigures> => {
    const answers = { lines: ofOne(name, lines), sets: ofOne(name, sets), deleted };
    return {
      ...(await figuresOfSets(db, asked[name], answers, keys, owners)),
      ...Object.fromEntries(counted.map(([key]) => [key, countOf(answers.lines[key] ?? [])])),
      ...figuresOfDeals(stages, answers.lines, asked[name]),
    };
  };
  const [now, before] = [await told('now'), await told('before')];
  const found = keys.filter((key) => now[key] !== undefined);
  return Object.fromEntries(found.map((key) => [key, { now: now[key] ?? null, before: before[key] ?? null }]));
}
