import type { Filter } from '../../model/filter/filter.ts';
import type { Span } from '../../model/dates/periods.ts';
import { quartersOf } from '../../model/dates/quarters.ts';
import type { Db } from '../../store/database.ts';
import { targetsIn } from '../../store/reports/targets.ts';

/**
 * Whose targets a filter on deals is held against: null for everybody's, undefined where there is no telling, because
 * the filter asks for more than owners.
 */
export function ownersIn({ conditions, words }: Filter): number[] | null | undefined {
  if (conditions.length + words.length === 0) return null;
  const [first, ...more] = conditions.map(({ field, not, any }) =>
    field === 'owner' && !not && any.every((test) => 'in' in test)
      ? any.flatMap((test) => ('in' in test ? test.in.map(Number) : []))
      : undefined,
  );
  if (words.length > 0 || !first || more.some((ids) => ids === undefined)) return undefined;
  return first.filter((id) => more.every((ids) => ids?.includes(id)));
}

/** What each person is to win in a span of days, in minor units that need not be whole: employee id -> amount. */
export async function targetsOf(
  db: Db,
  span: Pick<Span, 'from' | 'to'>,
  currency: string,
): Promise<Map<number, number>> {
  const shares = new Map(quartersOf(span).map(({ quarter, share }) => [quarter, share]));
  const targets = new Map<number, number>();
  for (const { owner, quarter, amount } of await targetsIn(db, [...shares.keys()], currency))
    targets.set(owner, (targets.get(owner) ?? 0) + amount * (shares.get(quarter) ?? 0));
  return targets;
}

/**
 * What those people are to win together, by the targets that are set; null when none is.
 * @param owners employee ids; null for everybody
 */
export async function targetFor(
  db: Db,
  span: Pick<Span, 'from' | 'to'>,
  currency: string,
  owners: readonly number[] | null,
): Promise<number | null> {
  const targets = [...(await targetsOf(db, span, currency))].filter(([owner]) => owners?.includes(owner) ?? true);
  return targets.length === 0 ? null : targets.reduce((sum, [, amount]) => sum + amount, 0);
}
