import type { AnyRecord, Stage } from '../../../model/record.ts';
import { readMoney } from '../../../model/numbers/amounts.ts';
import { stageFieldOf } from '../../../model/reference-fields.ts';
import { cleanLine, cut } from '../../../model/text/text.ts';
import type { RowPlan } from '../row-plan.ts';
import type { Meant, Reading } from '../meaning/reading.ts';

/** How people here write amounts. */
export interface Money {
  currency: string;
  locale: string;
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

/** The record that a row becomes or is; null where it is left out. */
const storedAs = (plan: RowPlan): AnyRecord | null => {
  if (plan.is === 'new') return plan.draft;
  if (plan.is === 'change') return plan.after;
  return plan.is === 'same' ? plan.record : null;
};

const NOBODY = '–';

/** Adds up rows and amounts, some rows after the other; null for records without stages and amounts. */
export function gatherSums({ entity }: Reading, stages: readonly Stage[], { currency, locale }: Money) {
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
}

/** The greatest first; of very many, those. */
const sorted = <S extends Sum>(sums: ReadonlyMap<string, S>): S[] =>
  [...sums.values()].toSorted((a, b) => b.amount - a.amount || b.rows - a.rows).slice(0, 40);
