import type { ReadContext } from './request-context.ts';
import type { Here } from '../../model/dates/day-in-digits.ts';
import { dayOf } from '../../model/dates/time.ts';

/** By whose clock, and in which region's habits, the days are read that this person types. */
export function hereOf(ctx: ReadContext): Here {
  return {
    today: dayOf(ctx.crm.now(), ctx.actor.timeZone),
    locale: ctx.crm.settings.locale,
  };
}
