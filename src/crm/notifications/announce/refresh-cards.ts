import { momentOf } from '../../../model/dates/time.ts';
import { cardsIn, cardsShowing } from '../../../store/notifications/cards.ts';
import { askRefresh } from '../../../store/outbox/outbox.ts';
import type { WriteContext } from '../../context/index.ts';

/** Asks for every card that shows something of it to be brought up to date: once, at the end of the request. */
export async function refreshTouched({ db, crm, at, actor, touched }: WriteContext): Promise<void> {
  const { channels, records, dealsBy } = touched;
  const sets = [channels, ...Object.values(records), ...Object.values(dealsBy)];
  if (sets.every(({ size }) => size === 0)) return;
  const cards = await cardsShowing(db, {
    deals: [...records.deal],
    customers: [...records.customer],
    dealsOf: {
      customer_id: [...dealsBy['customer']],
      owner_id: [...dealsBy['owner']],
      stage_id: [...dealsBy['stage']],
    },
  });
  for (const channel of channels) cards.push(...(await cardsIn(db, { team: actor.slackTeamId, channel })));
  await askRefresh(db, cards, { at, dueAt: momentOf(crm.now() + crm.gather) });
}
