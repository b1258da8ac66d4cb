import type { ReadContext } from '../context/index.ts';
import type { AnyRecord } from '../../model/record.ts';
import { entityOf } from '../../model/registry.ts';
import { listRecords } from '../../store/records.ts';
import { assertCan } from '../records/index.ts';

export interface QuarterOfTargets {
  /** `2026-Q4` */
  quarter: string;
  targets: AnyRecord[];
  /** Currency to what they come to, in minor units. */
  sums: Map<string, number>;
}

/** As many as one message holds. */
const MOST = 35;

/** The targets, the newest quarters first. @returns how many are left out as well @throws Forbidden */
export async function targetsByQuarter(ctx: ReadContext): Promise<{ quarters: QuarterOfTargets[]; left: number }> {
  const entity = entityOf('target');
  assertCan(ctx.actor, entity, 'read', null);
  const { records, total } = await listRecords(ctx.crm.database.db, entity, { limit: MOST });
  const quarters = new Map<string, QuarterOfTargets>();
  for (const record of records) {
    const quarter = record.quarter;
    const found: QuarterOfTargets = quarters.get(quarter) ?? { quarter, targets: [], sums: new Map() };
    const currency = record.currency;
    found.targets.push(record);
    found.sums.set(currency, (found.sums.get(currency) ?? 0) + record.amount);
    quarters.set(quarter, found);
  }
  return { quarters: [...quarters.values()], left: total - records.length };
}
