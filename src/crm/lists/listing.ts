import { type ReadContext, type Crm, hereOf } from '../context/index.ts';
import type { Entity } from '../../model/entity.ts';
import type { AnyRecord } from '../../model/record.ts';
import { nearestTo } from '../../model/text/edit-distance.ts';
import type { Filter } from '../../model/filter/filter.ts';
import { filterableCalled, filterables, spelling } from '../../model/filter/names.ts';
import type { Aside } from '../../model/filter/parse.ts';
import { withSpoken } from '../../model/filter/spoken.ts';
import { unclearAt } from '../../model/filter/unclear.ts';
import { cut, eitherOf } from '../../model/text/text.ts';
import { listRecords } from '../../store/records.ts';
import { sumsOf, type Sum } from '../../store/totals/rebuild.ts';
import { lineOf, readFilter } from './filter.ts';
import { assertCan } from '../records/index.ts';

export type { Sum };

/** What somebody asked to see a list of. */
export interface Listing {
  entity: Entity;
  /** As typed, without what is about saving: these words make the same list again. */
  words: string;
  filter: Filter;
  sort: { by: string; descending: boolean };
  /** Under which name to save it. */
  save: string | null;
  /** The saved list to begin with. */
  saved: string | null;
}

export interface ListPage {
  records: AnyRecord[];
  /** Number of all that match. */
  total: number;
  /** From 1; the last one when the list has become shorter than the page that was asked for. */
  page: number;
  pages: number;
  /** What the amounts add up to, for entities that have them. */
  sums: Sum[];
}

const ASIDES = ['sort', 'save', 'saved'];

/** @throws Forbidden; Unclear that points at the word which means nothing */
export async function readListing(ctx: ReadContext, entity: Entity, typed: string): Promise<Listing> {
  assertCan(ctx.actor, entity, 'read', null);
  const line = lineOf(ctx, entity, typed, { asides: ASIDES });
  const text = withSpoken(entity, line, hereOf(ctx).today, ASIDES);
  const { filter, asides } = await readFilter(ctx, entity, text, ASIDES);
  return {
    entity,
    words: without(text, [asides['save'], asides['saved']]),
    filter,
    sort: asides['sort'] ? readSort(entity, text, asides['sort']) : entity.list.sort,
    save: asides['save']?.value ?? null,
    saved: asides['saved']?.value ?? null,
  };
}

const without = (text: string, asides: readonly (Aside | undefined)[]): string =>
  asides
    .filter((aside) => aside !== undefined)
    .toSorted((a, b) => b.from - a.from)
    .reduce((words, { from, to }) => words.slice(0, from) + words.slice(to), text)
    .replace(/\s+/g, ' ')
    .trim();

/** `amount`, or `-amount` for the largest first. */
const readSort = (entity: Entity, text: string, aside: Aside): Listing['sort'] => {
  const [, minus, word = ''] = /^(-?)(.*)$/.exec(aside.value) ?? [];
  const by = filterableCalled(entity, word);
  if (by) return { by: by.name, descending: minus === '-' };
  const names = filterables(entity)
    .filter(({ field }) => !field.hidden)
    .map(spelling);
  const near = nearestTo(word, names);
  const guess = near ? ` Did you mean sort:${minus}${near}?` : '';
  const why = `${entity.plural} can’t be sorted by “${cut(word, 40)}”.${guess} Sort by ${eitherOf(names)}.`;
  throw unclearAt(text, aside, why);
};

const hasAmounts = ({ fields }: Entity): boolean =>
  fields['amount']?.kind === 'money' && fields['currency'] !== undefined && fields['stage']?.kind === 'stage';

/** One page of a list. @param page from 1 */
export async function pageOf(
  crm: Crm,
  { entity, filter, sort }: Listing,
  page: number,
  perPage: number,
): Promise<ListPage> {
  const db = crm.database.beside;
  const read = (at: number) => listRecords(db, entity, { filter, sort, offset: (at - 1) * perPage, limit: perPage });
  const wanted = Math.max(1, Math.floor(page) || 1);
  const first = await read(wanted);
  const pages = Math.max(1, Math.ceil(first.total / perPage));
  const { records, total } = wanted > pages ? await read(pages) : first;
  const sums = hasAmounts(entity) && total > 0 ? await sumsOf(db, entity, { filter, limit: 0 }) : [];
  return { records, total, page: Math.min(wanted, pages), pages, sums };
}
