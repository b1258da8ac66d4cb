import type { ReadContext } from '../context/index.ts';
import type { Entity } from '../../model/entity.ts';
import { entityOf } from '../../model/registry.ts';
import type { Db } from '../../store/database.ts';
import { countBehind, recordsBehind } from '../../store/reports/behind.ts';
import type { ListPage } from '../lists/index.ts';
import type { Asked } from './request.ts';
import { definitionOf, FIGURE_KEYS, type FigureKey } from './figures.ts';
import { measure, type Figure } from './measure.ts';
import { remarks } from './notes.ts';
import type { Question } from './question.ts';
import { answering, provenanceOf, type Provenance } from './summary.ts';
import { isCycle, onCycle, wonStarts } from './starts.ts';
import { selectionOf } from './subjects.ts';

/** A figure with the rows it is made of. */
export interface Behind {
  figure: Figure;
  /** Sentences on what the figure leaves out. */
  notes: string[];
  entity: Entity;
  page: ListPage;
  provenance: Provenance;
}

export function isFigure(word: string): word is FigureKey {
  return FIGURE_KEYS.some((key) => key === word);
}

const pageIn = async (db: Db, asked: Asked, key: FigureKey, wanted: number, perPage: number): Promise<ListPage> => {
  const figure = { key, selection: selectionOf(definitionOf(key).of, asked.scope), window: asked.now };
  const total = await countBehind(db, figure);
  const pages = Math.max(1, Math.ceil(total / perPage));
  const page = Math.min(Math.max(1, Math.floor(wanted) || 1), pages);
  const records = await recordsBehind(db, figure, { offset: (page - 1) * perPage, limit: perPage });
  return { records, total, page, pages, sums: [] };
};

/** A figure, and a page of what it is made of. @param page from 1 @throws Forbidden */
export function behind(
  ctx: ReadContext,
  question: Question,
  { key, page, perPage }: { key: FigureKey; page: number; perPage: number },
): Promise<Behind> {
  return answering(ctx, question, async (db, asked) => ({
    notes: isCycle(key) ? onCycle(await wonStarts(db, asked.scope, asked.now)) : [],
    figure: (await measure(db, asked, [key]))[key],
    entity: entityOf(definitionOf(key).of),
    page: await pageIn(db, asked, key, page, perPage),
    provenance: provenanceOf(asked, (await remarks(db, asked)).deals),
  }));
}
