import { setImmediate as yieldToOthers } from 'node:timers/promises';
import type { EntityName } from '../../model/entity.ts';
import type { AnyRecord, Stage } from '../../model/record.ts';
import type { Value } from '../../model/fields.ts';
import { entitiesWith, entityOf, hasTrait } from '../../model/registry.ts';
import { dayOf } from '../../model/dates/time.ts';
import { WRITES } from '../../store/audit/audit-log.ts';
import type { AuditEntry } from '../../store/audit/audit-row.ts';
import { auditBefore } from '../../store/audit/audit-pages.ts';
import { findRecords } from '../../store/records.ts';
import { newestEntry } from '../../store/notifications/subscriptions.ts';
import { everyStageOf, type Crm } from '../context/index.ts';
import { Replay } from './replay.ts';
import type { OperationEffect } from '../notifications/announce/index.ts';

const AT_ONCE = 2000;

/** Writes that can be posted, newest first. */
export interface Trail {
  entries: AuditEntry[];
  /** Set when there are older ones that were to be read as well: ISO moment from which on they are here. */
  only: string | null;
}

const readEntries = async (crm: Crm, since: string, most: number): Promise<AuditEntry[]> => {
  const db = crm.database.db;
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

/** Do older entries of that time lie beyond those that were looked through? */
const isCutOff = async (crm: Crm, since: string, most: number): Promise<boolean> => {
  const beyond = (await newestEntry(crm.database.db)) - most + 1;
  const [next] = await auditBefore(crm.database.db, {}, beyond, 1);
  return next !== undefined && next.at >= since;
};

/** The writes since a moment, of the newest entries of the trail at most so many. @param since ISO moment in UTC */
export async function readTrail(crm: Crm, since: string, most: number): Promise<Trail> {
  const entries = await readEntries(crm, since, most);
  const first = entries.at(-1)?.at;
  return { entries, only: first !== undefined && (await isCutOff(crm, since, most)) ? first : null };
}

const idsOf = (entries: readonly AuditEntry[], entity: EntityName): number[] => [
  ...new Set(entries.flatMap((entry) => (entry.entity === entity && entry.recordId !== null ? [entry.recordId] : []))),
];

const isId = (value: Value): value is number => typeof value === 'number';

/** The deals that interactions of the entries were with, at whatever time. */
const dealsNamed = (entries: readonly AuditEntry[]): number[] =>
  entries.flatMap(({ entity, changes }) =>
    entity && hasTrait(entity, 'isTouch') ? [...(changes['deal'] ?? [])].filter((id) => isId(id)) : [],
  );

/** The deals of these entries: those that were written, and those that interactions were with. */
export function dealsIn(entries: readonly AuditEntry[]): number[] {
  return [...new Set([...idsOf(entries, 'deal'), ...dealsNamed(entries)])];
}

const openRewind = async (
  crm: Crm,
  entries: readonly AuditEntry[],
  { deals: also, touches }: Also,
): Promise<Replay> => {
  const db = crm.database.db;
  const replay = new Replay();
  for (const entity of entitiesWith('announced')) await replay.load(db, entity, idsOf(entries, entity));
  const deals = [...new Set([...dealsIn(entries), ...also])];
  await replay.load(db, 'deal', deals);
  if (touches) await replay.loadTouches(db, deals);
  return replay;
};

interface Also {
  /** Further deals that are asked for. */
  deals: readonly number[];
  /** Whether it is asked when they were last touched. */
  touches: boolean;
}

/** The past, walked back write by write. */
export interface Past {
  replay: Replay;
  people: ReadonlyMap<number, AnyRecord>;
  stages: readonly Stage[];
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

/** What was done, with the record as it stood after it. */
export function effectOf(
  entry: AuditEntry,
  { replay, people }: Pick<Past, 'replay' | 'people'>,
): OperationEffect | null {
  const { entity, recordId, verb, changes, source, at, employeeId, slackUserId } = entry;
  const record = entity === null || recordId === null ? null : replay.at(entity, recordId);
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
}

export async function openSnapshot(crm: Crm, { entries }: Trail, also: Also): Promise<Past> {
  return {
    replay: await openRewind(crm, entries, also),
    people: await findRecords(crm.database.db, entityOf('employee'), [
      ...new Set(entries.map((one) => one.employeeId)),
    ]),
    stages: await everyStageOf(crm),
    dayAt: dayByMinute(crm.settings.timeZone),
  };
}

/** Each write with the past as it stood just after it, newest first; between portions others get their turn. */
export async function* walkBack({ entries }: Trail, { replay }: Past): AsyncGenerator<AuditEntry> {
  for (const [index, entry] of entries.entries()) {
    yield entry;
    replay.back(entry);
    if (index % AT_ONCE === AT_ONCE - 1) await yieldToOthers();
  }
}
