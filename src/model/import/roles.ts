import type { EntityName } from '../entity.ts';

/** What a column of another system's file is for; more than our records have fields. */
export type ColumnRole =
  | { is: 'field'; field: string }
  /** The record's own id in the system that the file is from. */
  | { is: 'sourceKey' }
  /** The id there of the record that a field refers to. */
  | { is: 'foreignKey'; field: string }
  /** Open, won or lost, beside a stage that stays the one it was. */
  | { is: 'status' }
  /** The currency of the amount in another column. */
  | { is: 'currency' }
  | { is: 'namePart'; part: 'salutation' | 'first' | 'middle' | 'last' }
  | { is: 'addressPart'; part: 'street' | 'city' | 'state' | 'postalCode' | 'country' }
  /** Further values of a field that has room for one. */
  | { is: 'further'; field: string }
  | { is: 'created' }
  | { is: 'updated' }
  /** Whether, or when, something to do was done. */
  | { is: 'done' }
  /** One of the parts that say something only together with others. */
  | { is: 'part'; part: string }
  /** What no record here has a place for, whatever it looks like. */
  | { is: 'nothing' };

/** A role with the headings of the columns that have it, the likeliest first. */
export type RoleOf = readonly [ColumnRole, ...string[]];

/** What columns of a system's files are for, by what a file holds. */
export type Tables = Partial<Record<EntityName, readonly RoleOf[]>>;

export const key: ColumnRole = { is: 'sourceKey' };
export const status: ColumnRole = { is: 'status' };
export const currency: ColumnRole = { is: 'currency' };
export const created: ColumnRole = { is: 'created' };
export const updated: ColumnRole = { is: 'updated' };
export const done: ColumnRole = { is: 'done' };
export const nothing: ColumnRole = { is: 'nothing' };
export function partOf(called: string): ColumnRole {
  return { is: 'part', part: called };
}
export function of(field: string): ColumnRole {
  return { is: 'field', field };
}
export function further(field: string): ColumnRole {
  return { is: 'further', field };
}
export function foreign(field: string): ColumnRole {
  return { is: 'foreignKey', field };
}
export function name(part: Extract<ColumnRole, { is: 'namePart' }>['part']): ColumnRole {
  return { is: 'namePart', part };
}
export function address(part: Extract<ColumnRole, { is: 'addressPart' }>['part']): ColumnRole {
  return { is: 'addressPart', part };
}

/** The columns of an address, by the headings of its parts. */
export function addresses(
  ...parts: [street: string, city: string, state: string, zip: string, country: string]
): RoleOf[] {
  const [street, city, state, zip, country] = parts;
  return [
    [address('street'), street],
    [address('city'), city],
    [address('state'), state],
    [address('postalCode'), zip],
    [of('country'), country],
  ];
}
