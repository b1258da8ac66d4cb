import type { EntityName } from '../entity.ts';
import { CREATED, STATUS } from './parts.ts';
import { KEY } from './targets.ts';

/*
 * The words in which the columns of other systems are listed: what each is for, and by which headings it goes.
 */

/** The target of columns with the headings by which they go, the likeliest first. null: no record has a place for them. */
export type RoleOf = readonly [target: string | null, ...headings: string[]];

/** What columns of a system's files are for, by what a file holds. */
export type Tables = Partial<Record<EntityName, readonly RoleOf[]>>;

export const key = KEY.name;
export const status = STATUS.name;
export const currency = 'currency';
export const created = CREATED.name;
export const updated = null;
export const nothing = null;

/** The columns of an address, by the headings of its parts. */
export function addresses(
  ...parts: [street: string, city: string, state: string, zip: string, country: string]
): RoleOf[] {
  const [street, city, state, zip, country] = parts;
  return [
    ['street', street],
    ['city', city],
    ['region', state],
    ['postalCode', zip],
    ['country', country],
  ];
}
