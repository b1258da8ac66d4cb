import type { ReadContext } from '../context/index.ts';
import type { Entity } from '../../model/entity.ts';
import type { AnyRecord } from '../../model/record.ts';
import { toRecord, type Row } from '../../store/columns.ts';
import type { Db } from '../../store/database.ts';
import type { ListPage } from '../lists/index.ts';
import type { Asked } from './request.ts';
import { definitionOf, FIGURE_KEYS, type FigureKey } from './figures.ts';
import { measure, type Figure } from './measure.ts';
import { remarks } from './notes.ts';
import type { Question } from './question.ts';
import { answering, provenanceOf, type Provenance } from './summary.ts';
import { entityFor, rowsOf } from './subjects.ts';

/** A figure with the rows it is made of. */
export interface Behind {
  figure: Figure;
  entity: Entity;
  page: ListPage;
  provenance: Provenance;
}

export function isFigure(word: string): word is FigureKey {
  return FIGURE_KEYS.some((key) => key === word);
}

/** The rows that a figure is made of, in no order. */
const rowsBehind = (db: Db, { scope, now }: Asked, key: FigureKey): ReturnType<Db> => {
  const { of, rows } = definitionOf(key);
  return rowsOf(db, of, scope).whereRaw(rows, { ...now });
};

/** What weighs most first, then what is newest. */
const ORDER: Readonly<Record<string, string>> = {
  deals: 'coalesce(deals.amount, -1) desc, deals.id desc',
  interactions: 'interactions.happened_at desc, interactions.id desc',
};

const pageIn = async (db: Db, asked: Asked, key: FigureKey, wanted: number, perPage: number): Promise<ListPage> => {
  const { of } = definitionOf(key);
  const [{ total } = { total: 0 }] = (await rowsBehind(db, asked, key).count({ total: '*' })) as { total: number }[];
  const pages = Math.max(1, Math.ceil(total / perPage));
  const page = Math.min(Math.max(1, Math.floor(wanted) || 1), pages);
  const rows = (await rowsBehind(db, asked, key)
    .select(`${of}.*`)
    .orderByRaw(ORDER[of] ?? `${of}.id desc`)
    .offset((page - 1) * perPage)
    .limit(perPage)) as Row[];
  const records: AnyRecord[] = rows.map((row) => toRecord(entityFor(of), row));
  return { records, total, page, pages, sums: [] };
};

/** A figure, and a page of what it is made of. @param page from 1 @throws Forbidden */
export function behind(
  ctx: ReadContext,
  question: Question,
  { key, page, perPage }: { key: FigureKey; page: number; perPage: number },
): Promise<Behind> {
  return answering(ctx, question, async (db, asked) => ({
    figure: (await measure(db, asked, [key]))[key],
    entity: entityFor(definitionOf(key).of),
    page: await pageIn(db, asked, key, page, perPage),
    provenance: provenanceOf(asked, (await remarks(db, asked)).deals),
  }));
}
