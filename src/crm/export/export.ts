import { type RequestContext, pipelineOf, type Crm } from '../context/index.ts';
import { setImmediate as yieldToOthers } from 'node:timers/promises';
import { refOf, type Entity } from '../../model/entity.ts';
import type { AnyRecord, Stage } from '../../model/record.ts';
import { isStartKnown } from '../../model/started.ts';
import type { Field, Kind, Value, FieldOf } from '../../model/fields.ts';
import { ownHeading } from '../../model/import/source-ids.ts';
import { editableMoney } from '../../model/money.ts';
import { cleanText } from '../../model/text/text.ts';
import { installationMark } from '../../store/import/source-keys.ts';
import { csvFile, csvLines, type CsvRow } from '../csv/index.ts';
import { pageOf, type Listing, type ListPage } from '../lists/index.ts';
import { recordAccess, permitTo } from '../access/index.ts';
import { titlesFor, type Titles } from '../records/index.ts';

/** Exports are for managers and admins; a refusal stands in the trail. @throws Forbidden */
export function permitExport(ctx: RequestContext): Promise<void> {
  return permitTo(ctx, 'export');
}

interface ExportContext {
  currency: string;
  stages: readonly Stage[];
  titles: Titles;
}

type Cell<K extends Kind> = (value: NonNullable<Value>, field: FieldOf<K>, context: ExportContext) => Value;

const asIs = (value: NonNullable<Value>): Value => value;

/** Kind of field -> cell: names for what is stored as ids, amounts in whole units, days and moments as ISO 8601. */
const cellFor: { [K in Kind]: Cell<K> } = {
  text: asIs,
  longText: asIs,
  email: asIs,
  phone: asIs,
  url: asIs,
  number: asIs,
  date: asIs,
  dateTime: asIs,
  person: asIs,
  money: (value, _field, { currency }) => Number(editableMoney(Number(value), currency)),
  choice: (value, { options }) => options[String(value)] ?? value,
  stage: (value, _field, { stages }) => stages.find(({ id }) => id === value)?.name ?? value,
  reference: (value, { to }, { titles }) => titles(to, Number(value)),
};

/** What stands in the cell of a field. */
const cellOf = (field: Field, record: AnyRecord, name: string, context: ExportContext): Value => {
  const value = record[name] ?? null;
  const currency = typeof record['currency'] === 'string' ? record['currency'] : context.currency;
  return value === null ? null : (cellFor[field.kind] as Cell<Kind>)(value, field as never, { ...context, currency });
};

/** Every field but where a record was merged into: those that were are no longer there. */
const columnsOf = (entity: Entity): [string, Field][] =>
  Object.entries(entity.fields).filter(([name]) => name !== 'mergedInto');

const lineOf = (entity: Entity, record: AnyRecord, context: ExportContext, more?: MoreColumns): CsvRow => [
  refOf(entity, record.id),
  ...columnsOf(entity).map(([name, field]) => cellOf(field, record, name, context)),
  isStartKnown(record) ? record.createdAt : null,
  record.updatedAt,
  ...(more?.cells(record) ?? []),
];

/** Whole names, so that a file that comes back as it is says the same. */
const cellContext = async (crm: Crm, entity: Entity, records: readonly AnyRecord[]): Promise<ExportContext> => ({
  currency: crm.settings.currency,
  stages: await pipelineOf(crm),
  titles: await titlesFor(crm, entity, records, Number.MAX_SAFE_INTEGER),
});

/** Does a cell say what the record holds, as an export would write it? */
export type SaysSame = (record: AnyRecord, name: string, words: string) => boolean;

/** For telling what a file changes of these records from what it only repeats. */
export async function comparison(crm: Crm, entity: Entity, records: readonly AnyRecord[]): Promise<SaysSame> {
  const context = await cellContext(crm, entity, records);
  const clean = (words: unknown): string => cleanText(String(words ?? ''));
  return (record, name, words) => {
    const field = entity.fields[name];
    return field !== undefined && clean(cellOf(field, record, name, context)) === clean(words);
  };
}

const AT_ONCE = 500;

/** One page of what is to be exported, of so many records. @param page from 1 */
type PageReader = (page: number, perPage: number) => Promise<Pick<ListPage, 'records' | 'pages'>>;

/** All records of a list as a CSV file. @throws Forbidden */
export function exportCsv(ctx: RequestContext, listing: Listing): Promise<{ csv: Buffer; records: number }> {
  return exportPages(ctx, {
    entity: listing.entity,
    read: (page, perPage) => pageOf(ctx.crm, listing, page, perPage),
  });
}

/** Columns of a file besides the fields of a record. */
export interface MoreColumns {
  labels: readonly string[];
  cells: (record: AnyRecord) => readonly Value[];
}

/**
 * Records as a CSV file (UTF-8, comma, CRLF): one line each, with every field under its label.
 * @throws Forbidden
 */
export async function exportPages(
  ctx: RequestContext,
  { entity, read, more }: { entity: Entity; read: PageReader; more?: MoreColumns },
): Promise<{ csv: Buffer; records: number }> {
  await permitExport(ctx);
  const labels = columnsOf(entity).map(([, { label }]) => label);
  const id = ownHeading(await installationMark(ctx.crm.database.db));
  const headings = [id, ...labels, 'Created', 'Changed', ...(more?.labels ?? [])];
  const lines: string[] = [];
  let records = 0;
  for (let page = 1, pages = 1; page <= pages; page += 1) {
    const chunk = await read(page, AT_ONCE);
    pages = chunk.pages;
    const context = await cellContext(ctx.crm, entity, chunk.records);
    lines.push(csvLines(chunk.records.map((record) => lineOf(entity, record, context, more))));
    records += chunk.records.length;
    await yieldToOthers();
  }
  await recordAccess(ctx.crm, ctx.actor, ctx.origin, { verb: 'export', entity: entity.name });
  return { csv: csvFile(headings, lines), records };
}
