import type { Db } from '../../../store/database.ts';
import { askTotals, type Line, type Question } from '../../../store/running/read.ts';
import { slippedBetween } from '../../../store/running/slipped.ts';
import { FIGURE_KEYS, type FigureKey } from '../figures.ts';
import type { Measured, Results, Windows } from '../measured.ts';
import type { Window } from '../window.ts';
import { add, countOf, dealQuestions, inStages, openOf, stagesOf, type DealAnswers, type Stages } from './deals.ts';
import { silentFromTotals } from './silent.ts';
import { whose, type Owners } from './whose.ts';

/** What the SQL of a figure gives, for those that the totals know. */
type Told = Partial<Record<FigureKey, number | null>>;

const amountOf = ({ amount }: Line): number => amount;
const share = (part: number, whole: number | null): number | null => (whole ? (100 * part) / whole : null);

const figuresOfDeals = (stages: Stages, answers: DealAnswers, { currency, target }: Window): Told => {
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

const otherQuestions = ({ start, end }: Window) =>
  ({
    customers: { of: 'customers', from: null, to: end },
    customersNew: { of: 'customers', from: start, to: end },
    contacts: { of: 'contacts', from: null, to: end },
    contactsNew: { of: 'contacts', from: start, to: end },
    interactions: { of: 'interactions', from: start, to: end },
  }) as const satisfies Partial<Record<FigureKey, Question>>;

/** The same questions of both windows, so that one statement answers them. */
const ofBoth = <Q extends string>(
  { now, before }: Windows,
  questions: (window: Window) => Partial<Record<Q, Question>>,
) => {
  const named = (name: string, window: Window) =>
    Object.entries<Question>(questions(window) as Record<Q, Question>).map(([key, question]) => [
      `${name} ${key}`,
      question,
    ]);
  return Object.fromEntries([...named('now', now), ...named('before', before)]) as Record<string, Question>;
};

const ofOne = <T>(name: keyof Windows, answers: Readonly<Record<string, T>>): Record<string, T> =>
  Object.fromEntries(
    Object.entries(answers).flatMap(([key, value]) =>
      key.startsWith(`${name} `) ? [[key.slice(name.length + 1), value]] : [],
    ),
  );

/** What is not in the totals, and read from what is as short. */
const othersOf = async (db: Db, window: Window, owners: Owners, keys: readonly FigureKey[]): Promise<Told> => ({
  ...(await silentFromTotals(db, window, owners, keys)),
  ...(owners === null && keys.includes('dealsSlipped')
    ? { dealsSlipped: await slippedBetween(db, window.start, window.end) }
    : {}),
});

/**
 * The figures that the running totals know, as a scan of the rows would give them; none when they cannot answer the question.
 * Read it in a snapshot.
 */
export const figuresFromTotals = async (
  db: Db,
  asked: Measured,
  keys: readonly FigureKey[] = FIGURE_KEYS,
): Promise<Partial<Results>> => {
  const known = await whose(db, asked.scope);
  if (!known) return {};
  const stages = await stagesOf(db);
  const deals = await askTotals(db, ofBoth(asked, dealQuestions), ['stage_id', 'currency'], known.owners);
  const others = await askTotals(db, ofBoth(asked, otherQuestions), [], known.owners);
  const told = async (name: keyof Windows): Promise<Told> => ({
    ...(await othersOf(db, asked[name], known.owners, keys)),
    ...Object.fromEntries(Object.entries(ofOne(name, others)).map(([key, lines]) => [key, countOf(lines)])),
    ...figuresOfDeals(stages, ofOne(name, deals), asked[name]),
  });
  const [now, before] = [await told('now'), await told('before')];
  const found = keys.filter((key) => now[key] !== undefined);
  return Object.fromEntries(found.map((key) => [key, { now: now[key] ?? null, before: before[key] ?? null }]));
};
