import type { Actor } from '../../model/actor.ts';
import type { Here } from '../../model/dates/day-in-digits.ts';
import { dayOf } from '../../model/dates/time.ts';
import type { Crm } from './crm.ts';

/** By whose clock, and in which region's habits, the days are read that this person types. */
export const hereOf = (crm: Crm, actor: Actor): Here => ({
  today: dayOf(crm.now(), actor.timeZone),
  locale: crm.settings.locale,
});
