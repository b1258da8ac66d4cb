import type { Kind } from '../../model/fields.ts';
import { conventionOf, gatherFacts, type Convention } from '../../model/import/columns.ts';
import { kindOfTarget } from '../../model/import/parts.ts';
import { dataIn } from './table.ts';
import type { Reading } from './meaning/reading.ts';

/** Rows that are looked at before others get their turn. */
const AT_ONCE = 1000;

const AMBIGUOUS: readonly Kind[] = ['money', 'date', 'dateTime'];

/** How the columns of a file are read whose cells could mean two things, as all their cells together show. */
export async function conventionsIn(
  content: string,
  { entity, targets, answers, copies }: Pick<Reading, 'entity' | 'targets' | 'answers' | 'copies'>,
  locale: string,
): Promise<Record<string, Convention>> {
  const columns = targets.flatMap((target, at) => {
    const kind = target === null ? undefined : kindOfTarget(entity, target);
    return target !== null && kind && AMBIGUOUS.includes(kind) ? [{ target, at, column: gatherFacts(locale) }] : [];
  });
  if (columns.length === 0) return {};
  for await (const rows of dataIn(content, AT_ONCE, 0, copies))
    for (const { at, column } of columns) for (const { cells } of rows) column.see(cells[at] ?? '');
  return Object.fromEntries(
    columns.map(({ target, column }) => [target, conventionOf(column.facts(), answers.conventions[target])]),
  );
}
