import type { ReadContext } from '../../context/index.ts';
import { daysCalled } from '../../../model/filter/days.ts';
import { LAST_TOUCH } from '../../../model/filter/names.ts';
import { unclearAt } from '../../../model/filter/unclear.ts';
import { entityOf } from '../../../model/registry.ts';
import { periodCalled } from '../../../model/dates/periods.ts';
import { addDays, dayOf } from '../../../model/dates/time.ts';
import { cut } from '../../../model/text/text.ts';
import { lineOf, readFilter } from '../../lists/index.ts';
import type { MovedQuestion } from './moved.ts';

/** What was asked, understood, with the words of the filter alone. */
export interface MovedAsked extends MovedQuestion {
  words: string;
  /** All of it as typed: asked again later, `since:monday` means another day. */
  typed: string;
}

const USUAL_DAYS = 7;
/** They say when something was done to a deal, so they are others at each moment. */
const RESTLESS = [LAST_TOUCH, 'updatedAt'];

/** `monday`, `last-month`, `2026-10-01`: the day on which that begins. */
const dayNamed = (words: string, today: string): string | null =>
  (periodCalled(words, today) ?? daysCalled(words, today))?.from ?? null;

/**
 * Reads `since:monday owner:ana`; without a since the last seven days.
 * @throws Unclear that points at the word which means nothing
 */
export async function readMoved(ctx: ReadContext, typed: string): Promise<MovedAsked> {
  const text = lineOf(ctx, entityOf('deal'), typed, { since: ['since'] });
  const { filter, asides } = await readFilter(ctx, entityOf('deal'), text, ['since']);
  const today = dayOf(ctx.crm.now(), ctx.actor.timeZone);
  const aside = asides['since'];
  const since = aside ? dayNamed(aside.value, today) : addDays(today, 1 - USUAL_DAYS);
  if (since === null)
    throw unclearAt(
      text,
      aside ?? { from: 0, to: 0 },
      `since can’t be “${cut(aside?.value ?? '', 40)}”. Use a day or period: since:monday, since:last-month or since:2026-10-01.`,
    );
  if (since > today)
    throw unclearAt(text, aside ?? { from: 0, to: 0 }, 'since is in the future. Use a past day, like since:monday.');
  if (filter.conditions.some(({ field }) => RESTLESS.includes(field)))
    throw unclearAt(
      text,
      { from: 0, to: text.length },
      'what moved can’t be filtered by when deals were changed or had interactions. Remove that filter.',
    );
  const words = aside ? `${text.slice(0, aside.from)}${text.slice(aside.to)}`.replace(/\s+/g, ' ').trim() : text;
  return { since, filter, words, typed: text };
}
