import { dayOf } from '../../model/dates/time.ts';
import type { AnyRecord, Entity } from '../../model/entity.ts';
import { everyStageOf } from '../../crm/context/crm.ts';
import { titlesForAll } from '../../crm/records/titles.ts';
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
