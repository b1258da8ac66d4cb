import { type ReadContext, type Crm, hereOf } from '../context/index.ts';
import type { Actor } from '../../model/actor.ts';
import type { Entity, RecordRef } from '../../model/entity.ts';
import { dayInDigits, type Here } from '../../model/dates/day-in-digits.ts';
import { readPeriod } from '../../model/dates/periods.ts';
import { Problem, Unclear } from '../../model/errors.ts';
import { ENTITY_NAMES, entityOf } from '../../model/registry.ts';
import { addDays, startOfDay } from '../../model/dates/time.ts';
import { cut, normalizeText, eitherOf } from '../../model/text/text.ts';
import { verbsInAudit, type AuditFilter } from '../../store/audit/audit-pages.ts';
import { QUOTED, unquoted } from '../../model/text/marks.ts';
import { misnamed, readReference, refText } from '../../model/typed-reference.ts';
import { findRecord } from '../../store/records.ts';
import { listRecords } from '../records/index.ts';

/** `by:@ana entity:deal verb:refused on:2026-11-20`, read word by word. Words of several parts stand in quotes. */
const WORDS = new RegExp(String.raw`(?<key>[a-z]+):(?<value>(?:${QUOTED})|\S+)|\S+`, 'gi');

/** Buttons carry the filters on, and Slack takes no more than 2000 signs of them. */
const MOST = 500;

const HELP =
  'Use by:@person, entity:deal, verb:refused, on:2026-11-20, since:2026-11-01 or until:yesterday, in any order.';

/** What people call it -> how the trail calls it. */
const CRUD_ACTIONS: Readonly<Record<string, string>> = {
  add: 'create',
  added: 'create',
  created: 'create',
  edit: 'update',
  edited: 'update',
  change: 'update',
  changed: 'update',
  updated: 'update',
  delete: 'remove',
  deleted: 'remove',
  removed: 'remove',
  restored: 'restore',
  erased: 'erase',
  refusal: 'refused',
  refusals: 'refused',
  search: 'find',
};

type AuditCondition = Partial<AuditFilter>;
type ConditionReader = (value: string, crm: Crm, actor: Actor) => Promise<AuditCondition> | AuditCondition;

const employeeIn = async (ref: RecordRef, { database }: Crm): Promise<AuditCondition> => {
  if (!entityOf(ref.entity).traits.isColleague || !(await findRecord(database.db, ref)))
    throw new Unclear(misnamed(refText(ref), 'employee') ?? '');
  return { employees: [ref.id] };
};

const readPerson: ConditionReader = async (value, crm, actor) => {
  const reference = readReference(value);
  if ('slackUserId' in reference) return { slackUser: reference.slackUserId };
  if ('ref' in reference) return employeeIn(reference.ref, crm);
  const wanted = normalizeText(reference.name);
  if (wanted === 'me') return { employees: [actor.employeeId] };
  if (wanted === 'customerhub') return { employees: [0] };
  const { records } = await listRecords({ crm, actor }, entityOf('employee'), { words: wanted, limit: 50 });
  const fitting = records.filter((employee) => normalizeText(employee.name).startsWith(wanted));
  if (wanted === '' || fitting.length === 0)
    throw new Unclear(`No teammate’s name starts with “${value}”. Mention the person, like by:@ana.`);
  return { employees: fitting.map((employee) => employee.id) };
};

const bare = (word: string): string => normalizeText(word).replace(/[^a-z]/g, '');

const readEntity: ConditionReader = (value) => {
  const called = ({ name, plural }: Entity): boolean => [name, plural].some((word) => bare(word) === bare(value));
  const entity = ENTITY_NAMES.map(entityOf).find(called);
  if (!entity) throw new Unclear(`“${value}” isn’t a record type. Use ${eitherOf(ENTITY_NAMES)}.`);
  return { entity: entity.name };
};

const readVerb: ConditionReader = async (value, crm) => {
  const verb = CRUD_ACTIONS[value.toLowerCase()] ?? value.toLowerCase();
  const known = await verbsInAudit(crm.database.db);
  if (!known.includes(verb) && !Object.values(CRUD_ACTIONS).includes(verb))
    throw new Unclear(`“${value}” isn’t an audit action. Use ${eitherOf(known)}.`);
  return { verbs: [verb] };
};

/** First and last day of what the words name, in the reader's time zone. */
const daysOf = (value: string, here: Here): { from: string; to: string } =>
  readPeriod(dayInDigits(value, here, 'past') ?? value, here.today);

type DayReader = (value: string, crm: Crm, actor: Actor) => AuditCondition;
const readSince: DayReader = (value, crm, actor) => ({
  from: startOfDay(daysOf(value, hereOf({ crm, actor })).from, actor.timeZone),
});
const readUntil: DayReader = (value, crm, actor) => ({
  before: startOfDay(addDays(daysOf(value, hereOf({ crm, actor })).to, 1), actor.timeZone),
});
const readOn: DayReader = (value, crm, actor) => ({
  ...readSince(value, crm, actor),
  ...readUntil(value, crm, actor),
});

const READERS: Readonly<Record<string, ConditionReader>> = {
  by: readPerson,
  entity: readEntity,
  verb: readVerb,
  on: readOn,
  since: readSince,
  until: readUntil,
};

/** Most signs before and after the word that are shown with it. */
const BESIDE = 60;

/** Shows the word that could not be read where it stands. Backticks would end the box. */
const pointingAt = (line: string, at: number, word: string, why: string): Unclear => {
  const before = at > BESIDE ? `… ${line.slice(at - BESIDE, at)}` : `/crm audit ${line.slice(0, at)}`;
  const shown = cut(word, BESIDE);
  const after = cut(line.slice(at + word.length), BESIDE);
  const box = `${before}${shown}${after}`.replaceAll('`', "'");
  return new Unclear(
    `${why}\n\`\`\`\n${box}\n${' '.repeat(before.length)}${'^'.repeat(shown.length)}\n\`\`\`\n${HELP}`,
  );
};

/**
 * Reads the words after `/crm audit`; none mean everything.
 * @throws Unclear, pointing at the first word that cannot be read
 */
export async function readAuditFilter(ctx: ReadContext, line: string): Promise<AuditFilter> {
  const shown = line.replace(/\s+/g, ' ').trim();
  if (shown.length > MOST) throw new Unclear(`That filter is too long. ${HELP}`);
  const filter: AuditFilter = {};
  for (const { 0: word, index, groups } of shown.matchAll(WORDS)) {
    const key = groups?.['key']?.toLowerCase() ?? '';
    const reader = READERS[key];
    if (!reader) throw pointingAt(shown, index, word, `“${cut(word, BESIDE)}” isn’t an audit filter.`);
    try {
      Object.assign(filter, await reader(unquoted(groups?.['value'] ?? ''), ctx.crm, ctx.actor));
    } catch (error) {
      throw error instanceof Problem ? pointingAt(shown, index, word, error.message) : error;
    }
  }
  return filter;
}
