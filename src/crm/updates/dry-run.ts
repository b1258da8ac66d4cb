import { setImmediate as yieldToOthers } from 'node:timers/promises';
import type { Actor } from '../../model/actor.ts';
import type { AnyRecord, EntityName, Stage } from '../../model/entity.ts';
import type { Value } from '../../model/fields.ts';
import { entityOf } from '../../model/registry.ts';
import { dayOf, momentOf } from '../../model/time.ts';
import { heard } from '../../model/updates/facts.ts';
import type { Listener } from '../../model/updates/listener.ts';
import { settlingMs } from '../../model/updates/settling.ts';
import { WRITES, type AuditEntry } from '../../store/audit.ts';
import { auditBefore } from '../../store/audit-pages.ts';
import { findRecords } from '../../store/records.ts';
import { newestEntry } from '../../store/subscriptions.ts';
import { beside, everyStageOf, type Crm } from '../crm.ts';
import { demandHearing } from './draft.ts';
import { foretell, type Moment, type WouldBe } from './foretell.ts';
import { happeningOf, type Deed } from './happening.ts';
import { Rewind } from '../rewind.ts';

const DAYS = 30;
/** Entries of the audit trail that are looked through at most: a preview must not make anybody wait. */
const MOST_ENTRIES = 10_000;
const AT_ONCE = 2000;
const HEARD_OF: readonly EntityName[] = ['deal', 'interaction', 'customer'];

export interface DryRun {
  /** How many messages. */
  total: number;
  /** How many of them are shown in the channel: the first of each deal, and what is told aloud; the rest is in threads. */
  inChannel: number;
  /** Over how many days. */
  days: number;
  /** The newest of them first. */
  newest: WouldBe[];
  /** Set when the trail was too long to look through it all: ISO moment from which on it was. */
  only: string | null;
}

export interface DryRunOptions {
  /** Entries of the audit trail to look through at most. */
  most?: number;
  /** How many messages to show. */
  show?: number;
}

/** The writes of the last days that could be heard of, newest first. */
const readTrail = async (crm: Crm, since: string, most: number): Promise<AuditEntry[]> => {
  const db = crm.database.knex;
  const oldest = (await newestEntry(db)) - most;
  const entries: AuditEntry[] = [];
  let below = Number.MAX_SAFE_INTEGER;
  for (;;) {
    const some = await auditBefore(db, { verbs: WRITES, from: since, after: oldest }, below, AT_ONCE);
    entries.push(...some);
    if (some.length < AT_ONCE) return entries;
    below = some.at(-1)?.id ?? 0;
    await yieldToOthers();
  }
};

const idsOf = (entries: readonly AuditEntry[], entity: EntityName): number[] => [
  ...new Set(entries.flatMap((entry) => (entry.entity === entity && entry.recordId !== null ? [entry.recordId] : []))),
];

const isId = (value: Value): value is number => typeof value === 'number';

/** The deals that interactions of the entries were with, at whatever time. */
const dealsNamed = (entries: readonly AuditEntry[]): number[] =>
  entries.flatMap(({ entity, changes }) =>
    entity === 'interaction' ? [...(changes['deal'] ?? [])].filter((id) => isId(id)) : [],
  );

const openRewind = async (crm: Crm, entries: readonly AuditEntry[], withTouches: boolean): Promise<Rewind> => {
  const db = crm.database.knex;
  const rewind = new Rewind();
  for (const entity of HEARD_OF) await rewind.load(db, entity, idsOf(entries, entity));
  const deals = [...new Set([...idsOf(entries, 'deal'), ...dealsNamed(entries)])];
  await rewind.load(db, 'deal', deals);
  if (withTouches) await rewind.loadTouches(db, deals);
  return rewind;
};

interface Past {
  listener: Listener;
  team: string;
  rewind: Rewind;
  people: ReadonlyMap<number, AnyRecord>;
  stages: readonly Stage[];
  /** Milliseconds within which changes of a deal become one message. */
  settle: number;
  withTouches: boolean;
  /** The day of a moment where CustomerHub is at home. */
  dayAt: (at: string) => string;
}

/** Reckoning with time zones takes long, and much happens in one minute. */
const dayByMinute = (timeZone: string): Past['dayAt'] => {
  const known = new Map<string, string>();
  return (at) => {
    const minute = at.slice(0, 16);
    const day = known.get(minute) ?? dayOf(Date.parse(at), timeZone);
    known.set(minute, day);
    return day;
  };
};

const deedOf = (entry: AuditEntry, { rewind, people }: Past): Deed | null => {
  const { entity, recordId, verb, changes, source, at, employeeId, slackUserId } = entry;
  const record = entity === null || recordId === null ? null : rewind.at(entity, recordId);
  if (entity === null || !record) return null;
  const name = String(people.get(employeeId)?.['name'] ?? 'CustomerHub');
  return {
    entity,
    verb,
    changes,
    source,
    at,
    record: { ...record, updatedAt: at },
    by: { employeeId, name, slackUserId },
  };
};

/** What could be heard of an entry, with the deal as it stood after it; null for nothing. */
const momentOfEntry = async (entry: AuditEntry, past: Past): Promise<Moment | null> => {
  if (entry.slackTeamId !== past.team) return null;
  const { listener, rewind, stages, settle } = past;
  const deed = deedOf(entry, past);
  if (!deed || (entry.verb === 'repoint' && (settle === 0 || entry.entity !== 'deal'))) return null;
  const happening =
    entry.verb === 'repoint' ? null : await happeningOf(deed, stages, (id) => Promise.resolve(rewind.at('deal', id)));
  const isHeard = happening !== null && heard(happening.news[0].facts, listener.events).length > 0;
  // What is nothing by itself may be something with what came after it.
  if (!isHeard && (settle === 0 || entry.entity !== 'deal')) return null;
  const about = happening?.news[0].deal ?? deed.record;
  return { entry, happening, deal: about, lastTouch: past.withTouches ? rewind.lastTouch(about.id) : null };
};

/**
 * What a subscription would have posted in the last 30 days: each change of the audit trail is asked about by the same
 * predicate as when it was made, with the deal as it stood after it.
 * @throws Forbidden; Unclear when the filter cannot be understood
 */
export const dryRun = async (
  present: Crm,
  actor: Actor,
  listener: Listener,
  { most = MOST_ENTRIES, show = 5 }: DryRunOptions = {},
): Promise<DryRun> => {
  demandHearing(actor, listener.events);
  const crm = beside(present);
  const since = momentOf(crm.now() - DAYS * 86_400_000);
  const entries = await readTrail(crm, since, most);
  const withTouches = /quiet|touch/i.test(listener.filter);
  const past: Past = {
    listener,
    settle: settlingMs(listener.ways.settle, crm.settings.settle ?? null),
    withTouches,
    team: actor.slackTeamId,
    rewind: await openRewind(crm, entries, withTouches),
    people: await findRecords(crm.database.knex, entityOf('employee'), [
      ...new Set(entries.map((one) => one.employeeId)),
    ]),
    stages: await everyStageOf(crm),
    dayAt: dayByMinute(crm.settings.timeZone),
  };
  const moments: Moment[] = [];
  for (const [at, entry] of entries.entries()) {
    const moment = await momentOfEntry(entry, past);
    past.rewind.back(entry);
    if (moment) moments.push(moment);
    if (at % AT_ONCE === AT_ONCE - 1) await yieldToOthers();
  }
  const told = await foretell(moments.toReversed(), {
    ...past,
    around: (at) => ({ today: past.dayAt(at), timeZone: crm.settings.timeZone, currency: crm.settings.currency }),
    nameOf: ({ employeeId }) => String(past.people.get(employeeId)?.['name'] ?? 'CustomerHub'),
  });
  const first = entries.at(-1)?.at;
  const only = first !== undefined && (await isCutOff(crm, since, most)) ? first : null;
  const newest = told
    .slice(-show)
    .toReversed()
    .map(({ make }) => make());
  return { total: told.length, inChannel: told.filter((one) => one.inChannel).length, days: DAYS, newest, only };
};

/** Do older entries of these days lie beyond those that were looked through? */
const isCutOff = async (crm: Crm, since: string, most: number): Promise<boolean> => {
  const beyond = (await newestEntry(crm.database.knex)) - most + 1;
  const [next] = await auditBefore(crm.database.knex, {}, beyond, 1);
  return next !== undefined && next.at >= since;
};
