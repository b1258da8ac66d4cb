import { type ReadContext, pipelineOf, type Crm, hereOf } from '../context/index.ts';
import type { Entity } from '../../model/entity.ts';
import type { ReferenceTarget } from '../../model/fields.ts';
import { withDaysInFull, type DayPlaces } from '../../model/filter/days-in-full.ts';
import type { FilterContext } from '../../model/filter/filter.ts';
import { parseFilter, referencesIn, type Parsed } from '../../model/filter/parse.ts';
import { refKey } from '../../model/subscriptions/references.ts';
import { Unclear } from '../../model/errors.ts';
import { entityOf } from '../../model/registry.ts';
import { cleanLine, cut, normalizeText } from '../../model/text/text.ts';
import { employeesOfPerson, startingWith } from '../../store/starts.ts';

import { readReference } from '../../model/typed-reference.ts';
import { findRecord } from '../../store/records.ts';

/** What was typed as it is read and kept: on one line, its days in digits in full by this person's clock and region. */
export function lineOf(ctx: ReadContext, entity: Entity, typed: string, places?: DayPlaces): string {
  return withDaysInFull(entity, cleanLine(typed), hereOf(ctx), places);
}

/** More records than that under one name are no answer to whom a filter means. */
const MOST = 500;

/** Ids of the records that somebody means in a filter: an id, a mention, a whole name, or the start of names. */
const idsMeant = async (crm: Crm, to: ReferenceTarget, words: string): Promise<number[]> => {
  const reference = readReference(words);
  if ('slackUserId' in reference)
    return entityOf(to).traits.isColleague ? employeesOfPerson(crm.database.db, reference.slackUserId) : [];
  if ('ref' in reference) {
    const { ref } = reference;
    return ref.entity === to && (await findRecord(crm.database.db, ref)) ? [ref.id] : [];
  }
  const name = normalizeText(reference.name);
  if (name === '') return [];
  const found = await startingWith(crm.database.db, entityOf(to), name, MOST + 1);
  if (found.length > MOST)
    throw new Unclear(`“${cut(words, 40)}” matches more than ${MOST} ${entityOf(to).plural}. Enter more of the name.`);
  const fitting = found.filter(({ title }) => normalizeText(title).startsWith(name));
  const exact = fitting.filter(({ title }) => normalizeText(title) === name);
  return (exact.length > 0 ? exact : fitting).map(({ id: found_ }) => found_);
};

/**
 * Whom and what the names in a filter mean now.
 * @returns by `refKey`: ids of the records, none where nothing is called that
 */
export async function namesMeant(
  crm: Crm,
  entity: Entity,
  text: string,
  asides: readonly string[] = [],
): Promise<Record<string, number[]>> {
  const known: Record<string, number[]> = {};
  for (const { to, words } of referencesIn(entity, text, asides))
    known[refKey(to, words)] ??= await idsMeant(crm, to, words);
  return known;
}

/**
 * Understands a filter of this moment, by this person's clock and settings; the names in it are looked up.
 * @param text without control signs
 * @param asides names that the caller understands beside conditions
 * @param lists those of them that take several values
 * @throws Unclear that points at the word which means nothing
 */
export async function readFilter(
  ctx: ReadContext,
  entity: Entity,
  text: string,
  asides: readonly string[] = [],
  lists: readonly string[] = [],
): Promise<Parsed> {
  const known = await namesMeant(ctx.crm, entity, text, asides);
  const context: FilterContext = {
    today: hereOf(ctx).today,
    timeZone: ctx.actor.timeZone,
    currency: ctx.crm.settings.currency,
    locale: ctx.crm.settings.locale,
    me: ctx.actor.employeeId,
    stages: await pipelineOf(ctx.crm),
    refs: (to, words) => known[refKey(to, words)] ?? [],
  };
  return parseFilter(entity, text, context, asides, lists);
}
