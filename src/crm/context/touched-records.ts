import type { EntityName } from '../../model/entity.ts';
import type { AnyRecord } from '../../model/record.ts';
import type { Value } from '../../model/fields.ts';
import { entityOf, hasTrait } from '../../model/registry.ts';
import type { AffectedCards } from '../../model/traits.ts';
import type { Changes } from '../../store/audit/audit-row.ts';
import type { CardEntity } from '../../store/notifications/cards.ts';

/** Of what a request changed, what living cards show. */
export interface Touched {
  /** Slack ids of channels for which somebody decided who reads what. */
  channels: Set<string>;
  /** Records whose own cards show it. */
  records: Record<CardEntity, Set<number>>;
  /** What deals name in one of these fields: all of their cards show it. */
  dealsBy: Record<NonNullable<AffectedCards['dealsBy']>, Set<number>>;
}

export function nothingTouched(): Touched {
  return {
    channels: new Set(),
    records: { deal: new Set(), customer: new Set() },
    dealsBy: { customer: new Set(), owner: new Set(), stage: new Set() },
  };
}

const addIds = (to: Set<number>, ...values: (Value | undefined)[]): void => {
  for (const value of values) if (typeof value === 'number') to.add(value);
};

/** Notes what cards show of a change, the record before it and after it. */
export function touch(
  { touched }: { touched: Touched },
  { entity, record, changes }: { entity: EntityName; record: AnyRecord; changes: Changes },
): void {
  if (hasTrait(entity, 'card')) addIds(touched.records[entity], record.id);
  const { through = [], dealsBy, when, inChannel } = entityOf(entity).traits.affectsCards ?? {};
  for (const name of through) addIds(touched.records[name], record[name], ...(changes[name] ?? []));
  if (dealsBy && (!when || when.some((name) => name in changes))) addIds(touched.dealsBy[dealsBy], record.id);
  if (inChannel !== undefined) touched.channels.add(String(record[inChannel]));
}
