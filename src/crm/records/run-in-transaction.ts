import { type RequestContext, freshen, nothingTouched, type WriteContext } from '../context/index.ts';
import { AlreadyDone, Busy, TryLater, Unclear } from '../../model/errors.ts';
import { momentOf } from '../../model/dates/time.ts';
import type { CrudAction } from '../../model/roles.ts';
import type { Entity } from '../../model/entity.ts';
import type { AnyRecord } from '../../model/record.ts';
import { isCollision } from '../../store/connection/collisions.ts';
import { claimRequest } from '../../store/forms/idempotency.ts';
import { allStages } from '../../store/stages.ts';
import { accountable, refusalOf } from '../access/index.ts';
import { assertCan } from './mutations.ts';
import { refreshTouched } from '../notifications/announce/index.ts';

/** Shown to a person whom Slack hasn’t confirmed lately. */
export const UNCONFIRMED =
  'Slack hasn’t confirmed who you are in the last 5 minutes, so nothing was saved. You can still look things up. Try again in a moment.';

/**
 * Runs one request in a transaction: everything `work` writes is saved together, once, or not at all.
 * @param work starts anew where it collides with what others do at the same moment
 * @throws TryLater for people whom Slack did not confirm lately; AlreadyDone when a request with the same key was carried
 * out before; Busy; Unclear in a past; and whatever `work` throws
 */
export async function runInTransaction<T>(
  ctx: RequestContext,
  work: (tx: WriteContext) => Promise<T>,
): Promise<T & { act: string }> {
  if (ctx.crm.present) throw new Unclear('You can’t change an earlier day. Leave out as-of.');
  if (ctx.actor.unconfirmed) throw new TryLater(UNCONFIRMED);
  const act = ctx.origin.act ?? ctx.crm.newOperationId();
  const at = momentOf(ctx.crm.now());
  try {
    const result = await ctx.crm.database.transaction(async (db) => {
      if (ctx.origin.key !== undefined) {
        const doneBy = await claimRequest(db, `${ctx.actor.slackTeamId}:${ctx.origin.key}`, act, at);
        if (doneBy !== null) throw new AlreadyDone(doneBy);
      }
      await freshen(ctx.crm, db);
      const tx: WriteContext = {
        crm: ctx.crm,
        db,
        actor: ctx.actor,
        origin: ctx.origin,
        act,
        at,
        stages: await allStages(db),
        touched: nothingTouched(),
      };
      const done = await work(tx);
      await refreshTouched(tx);
      return done;
    });
    ctx.crm.onOutbox();
    return { ...result, act };
  } catch (error) {
    if (isCollision(error)) throw new Busy({ cause: error });
    throw await refusalOf(ctx, error);
  }
}

/**
 * Asks for permission before anything is shown or written; a refusal leaves its trace.
 * @throws Forbidden, saying what is missing and who can help
 */
export function permit(
  ctx: RequestContext,
  { entity, verb, record = null }: { entity: Entity; verb: CrudAction; record?: AnyRecord | null },
): Promise<void> {
  return accountable(ctx, () => assertCan(ctx.actor, entity, verb, record));
}
