import { dayOf } from '../../model/dates/time.ts';
import type { Entity } from '../../model/entity.ts';
import type { AnyRecord } from '../../model/record.ts';
import { everyStageOf } from '../../crm/context/index.ts';
import { titlesForAll } from '../../crm/records/index.ts';
import type { SlackRequest } from '../slack-context.ts';
import type { ShowContext } from './values.ts';

/** Everything that showing these records needs, fetched once. */
export async function showContext(
  { slack: { crm, masked }, actor }: Pick<SlackRequest, 'slack' | 'actor'>,
  groups: readonly { entity: Entity; records: readonly AnyRecord[] }[],
): Promise<ShowContext> {
  const [stages, titles] = await Promise.all([everyStageOf(crm), titlesForAll(crm, groups)]);
  const { locale, currency } = crm.settings;
  return { locale, currency, today: dayOf(crm.now(), actor.timeZone), stages, titles, masked };
}
