import { titleOf } from '../../model/entity.ts';
import type { AnyRecord, Stage } from '../../model/record.ts';
import { ID, KEY } from '../../model/import/targets.ts';
import { readMoney } from '../../model/numbers/amounts.ts';
import { entityOf } from '../../model/registry.ts';
import { stageFieldOf } from '../../model/reference-fields.ts';
import { cleanLine, cut } from '../../model/text/text.ts';
import type { Made } from './make-wanted.ts';
import type { RowPlan } from './row-plan.ts';
import { headingOf, type Meant, type Reading } from './meaning/reading.ts';

/** Why rows can't be imported, in one sentence for all of them. */
export interface Cause {
  /** What it is about; blank for the row. */
  target: string;
  heading: string | null;
  /** `value`: words in the column mean nothing. `missing`: nothing is said of what a record must have. */
  is: 'value' | 'missing' | 'other';
  /** Of the first of them. */
  reason: string;
  rows: number;
  /** The first three. */
  examples: { line: number; words: string | null }[];
  /** The words, the most frequent first. */
  values: { words: string; rows: number }[];
  /** Words beyond those. */
  more: number;
}

/** A row as it would be stored, to look at. */
export interface Sample {
  line: number;
  is: 'new' | 'change' | 'twin';
  before: AnyRecord | null;
  after: AnyRecord;
}

/** Rows and their amounts, of the file and of what would be stored. Amounts in minor units. */
export interface Sum {
  label: string;
  rows: number;
  amount: number;
  storedRows: number;
  storedAmount: number;
}

export interface Sums {
  /** Of deals and the like. */
  currency: string;
  /** By the words of the file; `becomes`: the stage that they are stored with. */
  stages: (Sum & { becomes: string | null })[];
  owners: Sum[];
  /** Rows whose amount can't be read. */
  unread: number;
}

/** What a check found. */
export interface Report {
  causes: Cause[];
  samples: Sample[];
  sums: Sums | null;
  /** The first rows that may be here already, and why. */
  twins: { line: number; reason: string }[];
  /** Titles of the records that are created because rows refer to them, by their ID in `samples`. */
  titles: Readonly<Record<number, string>>;
}

/** Distinct words that are kept of a cause: more than that nobody answers one by one. */
const MOST_VALUES = 200;
const SAMPLES = 5;
const EXAMPLES = 3;

interface Growing extends Omit<Cause, 'values' | 'more'> {
  values: Map<string, { words: string; rows: number }>;
  more: Set<string>;
}

/** Sentences that differ in nothing but what they quote are one. */
const patternOf = (reason: string): string => reason.replace(/“[^”]*”/g, '“…”').replace(/\p{Lu}-\d+|\d+/gu, '0');

type Part = Extract<RowPlan, { is: 'bad' }>['trouble']['parts'][number];

const kindOf = (reading: Reading, { name, words }: Part): Cause['is'] => {
  if (name === '' || name === ID.name || name === KEY.name) return 'other';
  if (words !== null) return 'value';
  return name in reading.entity.fields ? 'missing' : 'other';
};

const gatherCauses = (reading: Reading) => {
  const causes = new Map<string, Growing>();
  const see = (line: number, part: Part): void => {
    const { name, words, text } = part;
    const is = kindOf(reading, part);
    const id = is === 'other' ? `${is} ${name} ${patternOf(text)}` : `${is} ${name}`;
    const cause: Growing = causes.get(id) ?? {
      target: name,
      heading: name === '' ? null : headingOf(reading, name),
      is,
      reason: text,
      rows: 0,
      examples: [],
      values: new Map(),
      more: new Set(),
    };
    causes.set(id, cause);
    cause.rows += 1;
    if (cause.examples.length < EXAMPLES) cause.examples.push({ line, words: words === null ? null : cut(words, 80) });
    if (words === null || is !== 'value') return;
    const key = cleanLine(words);
    const known = cause.values.get(key);
    if (known) known.rows += 1;
    else if (cause.values.size < MOST_VALUES) cause.values.set(key, { words: key, rows: 1 });
    else cause.more.add(key);
  };
  return {
    see,
    all: (): Cause[] =>
      [...causes.values()]
        .map(({ values, more, ...cause }) => ({
          ...cause,
          values: [...values.values()].toSorted((a, b) => b.rows - a.rows),
          more: more.size,
        }))
        .toSorted((a, b) => b.rows - a.rows),
  };
};

/** The record that a row becomes or is; null where it is left out. */
const storedAs = (plan: RowPlan): AnyRecord | null => {
  if (plan.is === 'new') return plan.draft;
  if (plan.is === 'change') return plan.after;
  return plan.is === 'same' ? plan.record : null;
};

const NOBODY = '–';

const gatherSums = ({ entity }: Reading, stages: readonly Stage[], { currency, locale }: Money) => {
  const stageField = stageFieldOf(entity);
  const amountField = Object.entries(entity.fields).find(([, { kind }]) => kind === 'money')?.[0];
  if (stageField === undefined || amountField === undefined) return null;
  const byStage = new Map<string, Sums['stages'][number]>();
  const byOwner = new Map<string, Sum>();
  let unread = 0;
  const blank = (label: string): Sum => ({ label, rows: 0, amount: 0, storedRows: 0, storedAmount: 0 });
  const amountOf = (said: unknown): number => {
    if (said === undefined || said === null || said === '') return 0;
    const reading = readMoney(String(said), currency, { locale });
    if ('minor' in reading) return reading.minor;
    unread += 1;
    return 0;
  };
  const nameOf = (id: unknown): string | null => stages.find((stage) => stage.id === id)?.name ?? null;
  return {
    see: ({ words, input, problems }: Meant, plan: RowPlan): void => {
      const stored = storedAs(plan);
      const said = amountField in problems ? words[amountField] : (input[amountField] ?? stored?.[amountField]);
      const amount = typeof said === 'number' ? said : amountOf(said);
      const status = words['outcome'] === undefined ? '' : ` (${cleanLine(words['outcome'])})`;
      const label = cut(`${cleanLine(words[stageField] ?? '') || NOBODY}${status}`, 60);
      const stage = byStage.get(label) ?? { ...blank(label), becomes: null };
      const owner = cut(cleanLine(words['owner'] ?? '') || NOBODY, 60);
      const ownerSum = byOwner.get(owner) ?? blank(owner);
      byStage.set(label, stage);
      byOwner.set(owner, ownerSum);
      for (const sum of [stage, ownerSum]) {
        sum.rows += 1;
        sum.amount += amount;
        if (!stored) continue;
        sum.storedRows += 1;
        sum.storedAmount += Number(stored[amountField] ?? 0);
      }
      if (stored) stage.becomes ??= nameOf(stored[stageField]);
    },
    all: (): Sums => ({ currency, stages: sorted(byStage), owners: sorted(byOwner), unread }),
  };
};

/** The greatest first; of very many, those. */
const sorted = <S extends Sum>(sums: ReadonlyMap<string, S>): S[] =>
  [...sums.values()].toSorted((a, b) => b.amount - a.amount || b.rows - a.rows).slice(0, 40);

interface Money {
  currency: string;
  locale: string;
}

const sampleOf = (plan: RowPlan): Sample | null => {
  const { line } = plan;
  if (plan.is === 'new' || plan.is === 'twin') return { line, is: plan.is, before: null, after: plan.draft };
  return plan.is === 'change' ? { line, is: plan.is, before: plan.before, after: plan.after } : null;
};

/** Gathers what a check finds, some rows after the other. */
export function openReport(reading: Reading, stages: readonly Stage[], money: Money) {
  const causes = gatherCauses(reading);
  const sums = gatherSums(reading, stages, money);
  const samples: Sample[] = [];
  const twins: Report['twins'] = [];
  return {
    see: (meant: readonly Meant[], plans: readonly RowPlan[]): void => {
      for (const [at, plan] of plans.entries()) {
        if (plan.is === 'bad') for (const part of plan.trouble.parts) causes.see(plan.line, part);
        if (plan.is === 'twin' && twins.length < EXAMPLES) twins.push({ line: plan.line, reason: plan.trouble.reason });
        const row = meant[at];
        if (row) sums?.see(row, plan);
        const sample = sampleOf(plan);
        if (sample && samples.filter(({ is }) => is === sample.is).length < SAMPLES) samples.push(sample);
      }
    },
    report: (made: Made): Report => ({
      causes: causes.all(),
      samples,
      twins,
      sums: sums?.all() ?? null,
      titles: Object.fromEntries(
        [...made.values()].map(({ wanted, record }) => [record.id, titleOf(entityOf(wanted.to), record)]),
      ),
    }),
  };
}
