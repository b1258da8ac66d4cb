import type { ReadContext } from '../../context/index.ts';
import { setImmediate as yieldToOthers } from 'node:timers/promises';
import type { AnyRecord, Stage } from '../../../model/record.ts';
import type { Filter } from '../../../model/filter/filter.ts';
import { entityOf } from '../../../model/registry.ts';
import { isImported, isStartKnown } from '../../../model/started.ts';
import { momentOf, startOfDay } from '../../../model/dates/time.ts';
import { trailBegins, writesBackTo } from '../../../store/audit/audit-since.ts';
import type { Db } from '../../../store/database.ts';
import { openTotal } from '../../../store/reports/open-deals.ts';
import { everyStage } from '../../../store/stages.ts';
import { assertCan } from '../../records/index.ts';
import { Replay } from '../../replay/index.ts';
import { BAR_KEYS, barOf, counts, shiftOf, worthOf, type BarKey, type PipelineSum } from './bars.ts';
import { sortedInTurns } from './in-turns.ts';
import { standingOf } from './standing.ts';
import { Creations } from './taken-back.ts';

export { BARS, BAR_KEYS, type BarKey } from './bars.ts';

const deal = entityOf('deal');

/** Deals and what they are worth together, in minor units. */
export interface Worth {
  count: number;
  value: number;
}

/** A deal behind a bar. */
export interface MovedDeal {
  /** As it is now; as it was, where there is none now. */
  record: AnyRecord;
  /** What it was worth in the sum, in minor units; null where it was not in it. */
  then: number | null;
  now: number | null;
  /** `YYYY-MM-DD` */
  closeThen: string | null;
}

/** What imports brought: the trail knows nothing of it from before. */
export interface Imports {
  count: number;
  /** ISO moments of the first and of the last of them. */
  first: string;
  last: string;
}

/** The way of the open value from one moment to another. */
export interface Moved {
  /** First day, `YYYY-MM-DD`, and its first moment. */
  since: string;
  start: string;
  /** ISO moment in UTC at which the numbers were read. */
  asOf: string;
  currency: string;
  then: Worth;
  now: Worth;
  /** By how much each changed the open value. Together they lead from `then` to `now`, in value and, but for those that only moved their close, in number. */
  bars: Record<BarKey, Worth>;
  /** The deals behind each bar, the largest change first. */
  deals: Record<BarKey, MovedDeal[]>;
  /** Close days that moved and changed no sum; what these deals are worth now. */
  shifted: Record<'pulledIn' | 'slipped', Worth>;
  /** Deals that were added since and are won, lost or gone already: in none of the sums. */
  passing: number;
  /** Deals that imports brought since and that did not begin since, as far as anybody knows; null without any. */
  imports: Imports | null;
  /** Open deals in other currencies, now: in none of the sums. */
  otherCurrencies: number;
  /** Moment of the first entry of the trail, when it is later than `start`: what was before is not known. */
  trailBegins: string | null;
}

export interface MovedQuestion {
  /** `YYYY-MM-DD`: from the beginning of this day on, in the asker's time zone. */
  since: string;
  filter: Filter;
}

interface Ends {
  /** null where there was none. */
  before: (deal: number) => AnyRecord | null;
  now: Map<number, AnyRecord>;
  stagesThen: Stage[];
  stagesNow: Stage[];
  /** Deals that were created since, which was undone. */
  takenBack: ReadonlySet<number>;
  /** When the trail says that a deal was created since; null where it does not. */
  createdAt: (deal: number) => string | null;
}

/** Every deal that was written to since a moment, as it stood then and as it is now, with the pipeline of both. */
const bothEnds = async (db: Db, start: string): Promise<Ends> => {
  const replay = new Replay();
  const creations = new Creations();
  const now = new Map<number, AnyRecord>();
  const stagesNow = await everyStage(db);
  const stageIds = stagesNow.map(({ id }) => id);
  await replay.load(db, 'stage', stageIds);
  for await (const entries of writesBackTo(db, start, ['deal', 'stage'])) {
    const ids = entries.flatMap(({ entity, recordId }) => (entity === 'deal' && recordId !== null ? [recordId] : []));
    const unseen = [...new Set(ids)].filter((id) => !now.has(id));
    await replay.load(db, 'deal', unseen);
    for (const id of unseen) {
      const record = replay.at('deal', id);
      if (record) now.set(id, record);
    }
    for (const entry of entries) {
      creations.see(entry);
      replay.back(entry);
    }
    await yieldToOthers();
  }
  const before: Ends['before'] = (id) => replay.at('deal', id);
  const createdAt: Ends['createdAt'] = (id) => creations.createdAt(id);
  const stagesThen = stageIds.flatMap((id) => (replay.at('stage', id) as Stage | null) ?? []);
  return { before, now, stagesThen, stagesNow, takenBack: await creations.takenBack(db, start), createdAt };
};

const none = (): Worth => ({ count: 0, value: 0 });
const add = (to: Worth, value: number): void => {
  to.count += 1;
  to.value += value;
};

const byBar = <T>(make: () => T): Record<BarKey, T> =>
  Object.fromEntries(BAR_KEYS.map((key) => [key, make()])) as Record<BarKey, T>;

type MovedTally = Pick<Moved, 'bars' | 'deals' | 'shifted' | 'passing' | 'imports'> & { change: Worth };

/** Did it begin before that moment, or nobody knows when? */
const beganBefore = (record: AnyRecord, start: string): boolean =>
  isImported(record) && (!isStartKnown(record) || record.createdAt < start);

const addImport = (imports: Imports | null, at: string): Imports => ({
  count: (imports?.count ?? 0) + 1,
  first: imports && imports.first < at ? imports.first : at,
  last: imports && imports.last > at ? imports.last : at,
});

const tallyOne = (
  tally: MovedTally,
  records: { then: AnyRecord | null; now: AnyRecord },
  both: [PipelineSum, PipelineSum],
  { byClose, importedAt }: { byClose: boolean; importedAt: string | null },
): void => {
  const [then, now] = both;
  const isImport = importedAt !== null;
  if (isImport && now.fits && !now.deleted) tally.imports = addImport(tally.imports, importedAt);
  tally.change.value += worthOf(now) - worthOf(then);
  tally.change.count += Number(counts(now)) - Number(counts(then));
  const shift = byClose ? null : shiftOf(then, now);
  const behind: MovedDeal = {
    record: records.now.deletedAt === null ? records.now : (records.then ?? records.now),
    then: counts(then) ? then.amount : null,
    now: counts(now) ? now.amount : null,
    closeThen: then.closeOn,
  };
  if (shift) {
    add(tally.shifted[shift], now.amount);
    tally.deals[shift].push(behind);
  }
  const bar = barOf(then, now, { byClose, isImport });
  if (bar) {
    add(tally.bars[bar], worthOf(now) - worthOf(then));
    tally.deals[bar].push(behind);
  } else if (
    !then.exists &&
    !isImport &&
    !counts(now) &&
    now.fits &&
    now.summed &&
    (now.deleted || now.outcome !== 'open')
  ) {
    tally.passing += 1;
  }
};

/** By which conditions a deal leaves or enters the sum when its expected close moves. */
const CLOSES: readonly string[] = ['closeOn', 'closing'];
const namesClose = ({ conditions }: Filter): boolean => conditions.some(({ field }) => CLOSES.includes(field));

const sizeOf = ({ then, now }: MovedDeal): number => Math.abs((now ?? 0) - (then ?? 0));

interface TallyQuestion {
  filter: Filter;
  /** ISO moment in UTC. */
  start: string;
  currency: string;
}

/** So many deals are looked at before others get their turn. */
const AT_ONCE = 500;

const tallyOf = async (ends: Ends, { filter, start, currency }: TallyQuestion): Promise<MovedTally> => {
  const shifted = { pulledIn: none(), slipped: none() };
  const tally: MovedTally = {
    ...{ bars: byBar(none), deals: byBar(() => []), shifted, passing: 0, imports: null, change: none() },
  };
  let looked = 0;
  for (const [id, now] of ends.now) {
    looked += 1;
    if (looked % AT_ONCE === 0) await yieldToOthers();
    const then = ends.before(id);
    const both: [PipelineSum, PipelineSum] = [
      standingOf(then, { stages: ends.stagesThen, filter, currency }),
      standingOf(now, { stages: ends.stagesNow, filter, currency }),
    ];
    if (ends.takenBack.has(id)) continue;
    const importedAt = then === null && beganBefore(now, start) ? ends.createdAt(id) : null;
    tallyOne(tally, { then, now }, both, { byClose: namesClose(filter), importedAt });
  }
  for (const bar of BAR_KEYS)
    tally.deals[bar] = await sortedInTurns(
      tally.deals[bar],
      (a, b) => sizeOf(b) - sizeOf(a) || a.record.id - b.record.id,
    );
  return tally;
};

/**
 * What changed the open value since a day: read from the audit trail, over which every deal that was written to since is
 * taken back to how it stood when that day began. Of a large database it is read beside this thread, and what came of that is
 * reckoned in portions, between which others get their turn.
 * @throws Forbidden when the actor may not read deals
 */
export async function whatMoved(ctx: ReadContext, { since, filter }: MovedQuestion): Promise<Moved> {
  assertCan(ctx.actor, deal, 'read', null);
  const { currency } = ctx.crm.settings;
  const start = startOfDay(since, ctx.actor.timeZone);
  const asOf = momentOf(ctx.crm.now());
  return ctx.crm.database.snapshot(async (db) => {
    const { all, ...summed } = await openTotal(db, filter, currency);
    const ends = await bothEnds(db, start);
    const { change, ...tally } = await tallyOf(ends, { filter, start, currency });
    const begins = await trailBegins(db);
    return {
      ...{ since, start, asOf, currency, ...tally },
      then: { count: summed.count - change.count, value: summed.value - change.value },
      now: summed,
      otherCurrencies: all - summed.count,
      trailBegins: begins !== null && begins > start ? begins : null,
    };
  });
}
