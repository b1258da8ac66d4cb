import { randomUUID } from 'node:crypto';
import { titleOf } from '../../../model/entity.ts';
import type { AnyRecord, Stage } from '../../../model/record.ts';
import { entityOf } from '../../../model/registry.ts';
import { gatherCauses, type Cause } from './causes.ts';
import type { RowPlan } from '../row-plan.ts';
import type { CreatedReferences } from '../create-references.ts';
import { gatherSums, type Money, type Sums } from './sums.ts';
import type { Meant, Reading } from '../meaning/reading.ts';

/** A row as it would be stored, to look at. */
export interface Sample {
  line: number;
  is: 'new' | 'change' | 'twin';
  before: AnyRecord | null;
  after: AnyRecord;
}

/** What a check found. */
export interface Report {
  /** Name of the check: another one may find other causes. */
  check: string;
  causes: Cause[];
  samples: Sample[];
  sums: Sums | null;
  /** The first rows that may be here already, and why. */
  twins: { line: number; reason: string }[];
  /** Titles of the records that are created because rows refer to them, by their ID in `samples`. */
  titles: Readonly<Record<number, string>>;
}

const SAMPLES = 5;
const TWINS = 3;

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
        if (plan.is === 'twin' && twins.length < TWINS) twins.push({ line: plan.line, reason: plan.trouble.reason });
        const row = meant[at];
        if (row) sums?.see(row, plan);
        const sample = sampleOf(plan);
        if (sample && samples.filter(({ is }) => is === sample.is).length < SAMPLES) samples.push(sample);
      }
    },
    report: (made: CreatedReferences): Report => ({
      check: randomUUID(),
      causes: causes.all(),
      samples,
      twins,
      sums: sums?.all() ?? null,
      titles: Object.fromEntries(
        [...made.values()].map(({ reference, record }) => [record.id, titleOf(entityOf(reference.to), record)]),
      ),
    }),
  };
}
