import { momentOf } from '../../../model/dates/time.ts';
import { cardsIn, cardsShowing } from '../../../store/notifications/cards.ts';
import { askRefresh } from '../../../store/outbox/outbox.ts';
import type { WriteContext } from '../../context/index.ts';

/** Asks for every card that shows something of it to be brought up to date: once, at the end of the request. */
export async function refreshTouched({ db, crm, at, actor, touched }: WriteContext): Promise<void> {
  const { channels, deals, customers, dealsOf } = touched;
  const sets = [channels, deals, customers, ...Object.values(dealsOf)];
  if (sets.every(({ size }) => size === 0)) return;
  const cards = await cardsShowing(db, {
    deals: [...deals],
    customers: [...customers],
    dealsOf: {
      customer_id: [...dealsOf.customer_id],
      owner_id: [...dealsOf.owner_id],
      stage_id: [...dealsOf.stage_id],
    },
  });
  for (const channel of channels) cards.push(...(await cardsIn(db, { team: actor.slackTeamId, channel })));
  await askRefresh(db, cards, { at, dueAt: momentOf(crm.now() + crm.gather) });
}
