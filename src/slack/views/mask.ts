import type { Entity } from '../../model/entity.ts';
import type { Field, Kind } from '../../model/fields.ts';
import { formatMoney } from '../../model/money.ts';

/** Whether people from outside read along: guests, and people of other companies. Every message is shown one way or the other. */
export interface Reading {
  masked: boolean;
}

/** What stands in the place of what they are not shown. */
export const MASK = '•••';

/** What is hidden from them, by kind of field: amounts, contact details and notes. */
const HIDDEN: Readonly<Record<Kind, boolean>> = {
  money: true,
  email: true,
  phone: true,
  longText: true,
  text: false,
  url: false,
  number: false,
  date: false,
  dateTime: false,
  choice: false,
  stage: false,
  reference: false,
  person: false,
};

/** The one answer to: is this field hidden from those who read it? */
export function isHidden(field: Field, { masked }: Reading): boolean {
  return masked && (field.sensitive === true || HIDDEN[field.kind]);
}

/** Is what a record is called by hidden? Interactions and follow-ups are called by what was said and promised. */
export function isTitleHidden(entity: Entity, reading: Reading): boolean {
  const field = entity.fields[entity.title];
  return field !== undefined && isHidden(field, reading);
}

/** An amount that stands in no field, such as a sum. @param minor in minor units of the currency */
export function showMoney(minor: number, currency: string, { locale, masked }: Reading & { locale: string }): string {
  return masked ? MASK : formatMoney(minor, currency, locale);
}
