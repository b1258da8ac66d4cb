import type { Entity } from '../../../model/entity.ts';
import { valueIn } from '../../../model/filter/names.ts';
import type { Listing, ListPage } from '../../../crm/lists/index.ts';

/**
 * A page with what was asked about in the place of the columns that it is made of: of deals by when they close the day
 * on which they did, where one was expected otherwise.
 */
export function inAskedColumns({ entity, filter, sort }: Listing, page: ListPage): { entity: Entity; page: ListPage } {
  const asked = new Set([...filter.conditions.map(({ field }) => field), sort.by]);
  const made = Object.entries(entity.firstOf ?? {}).filter(([name]) => asked.has(name));
  if (made.length === 0) return { entity, page };
  const columnFor = (column: string): string =>
    made.find(([, { of }]) => of.some((part) => part === column))?.[0] ?? column;
  const fields = Object.fromEntries(made.map(([name, { field }]) => [name, field]));
  const records = page.records.map((record) => ({
    ...record,
    ...Object.fromEntries(made.map(([name, one]) => [name, valueIn({ name, ...one }, record)])),
  }));
  const list = { ...entity.list, columns: entity.list.columns.map(columnFor) };
  return { entity: { ...entity, fields: { ...entity.fields, ...fields }, list }, page: { ...page, records } };
}
