import type { Actor } from '../../model/actor.ts';
import type { Filter } from '../../model/filter/filter.ts';
import type { Span } from '../../model/dates/periods.ts';
import { dayOf } from '../../model/dates/time.ts';
import type { Db } from '../../store/database.ts';
import type { Window } from '../../store/reports/window.ts';
import type { Measured } from './measured.ts';
import type { Question } from './question.ts';
import { ownersIn, targetFor } from './targets.ts';
import { windowOf, type Asker } from './window.ts';

/** A question on its way to its answer: everything that the parts of a summary depend on beside the rows. */
export interface Asked extends Measured, Asker {
  question: Question;
  /** Milliseconds since 1970 at which it is answered. */
  asOf: number;
}

/** Whose clock and settings count. */
export interface Moment {
  actor: Actor;
  /** Milliseconds since 1970. */
  asOf: number;
  currency: string;
}

const withTarget = async (db: Db, span: Span, asker: Asker, filter: Filter): Promise<Window> => {
  const owners = ownersIn(filter);
  const target = owners === undefined ? null : await targetFor(db, span, asker.currency, owners);
  return { ...windowOf(span, asker), target };
};

/** Reads what the windows of a question need. Nothing but `db` and what is handed in is looked at. */
export async function askIn(db: Db, question: Question, { actor, asOf, currency }: Moment): Promise<Asked> {
  const { period, filter } = question;
  const asker = { today: dayOf(asOf, actor.timeZone), timeZone: actor.timeZone, currency };
  return {
    ...asker,
    question,
    asOf,
    scope: { filter, actor },
    now: await withTarget(db, period, asker, filter),
    before: await withTarget(db, period.before, asker, filter),
  };
}

/** The same question, about the deals of one person. */
export async function ownOf(db: Db, { question, asOf, currency, scope: { actor } }: Asked): Promise<Asked> {
  const mine = { field: 'owner', not: false, any: [{ in: [actor.employeeId] }] };
  const filter = { ...question.filter, conditions: [...question.filter.conditions, mine] };
  return askIn(db, { ...question, filter }, { actor, asOf, currency });
}
