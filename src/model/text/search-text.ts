import type { Entity } from '../entity.ts';
import type { Value } from '../fields.ts';
import { normalizeText } from './text.ts';

/** The folded words by which a record is found, a line for each field that its entity searches; its title first. */
export function searchText(entity: Entity, record: Readonly<Record<string, Value>>): string {
  return entity.list.search.map((name) => normalizeText(String(record[name] ?? ''))).join('\n');
}
