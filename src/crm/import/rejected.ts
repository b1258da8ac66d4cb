import type { ReadContext } from '../context/index.ts';
import * as store from '../../store/import/imports.ts';
import { csvFile, csvLines, type CsvRow } from '../csv/index.ts';
import { AT_ONCE, readingOf } from './check.ts';
import { jobOf } from './import.ts';
import { dataIn } from './table.ts';

/** `Line 14, Email: “foo”: Write an e-mail address …` */
export function rejectLine({ line, heading, reason }: store.Reject): string {
  return `Line ${line}${heading === null ? '' : `, ${heading}`}: ${reason}`;
}

/** The first rows that are not imported, and why. */
export async function firstRejects(ctx: ReadContext, id: number, limit: number): Promise<store.Reject[]> {
  const { id: mine } = await jobOf(ctx, id);
  return store.rejectsOf(ctx.crm.database.db, mine, limit);
}

/**
 * The rows that are not imported, as a CSV file like the one that was given, with the reason in one more column: put right,
 * it can be imported in turn.
 * @throws NotFound
 */
export async function rejectedCsv(ctx: ReadContext, id: number): Promise<{ csv: Buffer; rows: number }> {
  const job = await jobOf(ctx, id);
  const { headings: all, copies, content } = await readingOf(ctx.crm, job);
  const headings = all.slice(0, all.length - copies.length);
  const rejects = new Map((await store.rejectsOf(ctx.crm.database.db, id)).map((one) => [one.line, one]));
  const lines: string[] = [];
  for await (const rows of dataIn(content, AT_ONCE)) {
    const rejected = rows.flatMap(({ line, cells }): CsvRow[] => {
      const reject = rejects.get(line);
      if (!reject) return [];
      return [[...cells, ...headings.slice(cells.length).map(() => ''), rejectLine(reject)]];
    });
    lines.push(csvLines(rejected));
  }
  return { csv: csvFile([...headings, 'Why not imported'], lines), rows: rejects.size };
}
