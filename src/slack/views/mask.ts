import type { Entity } from '../../model/entity.ts';
import { sensitivityOf, type Field } from '../../model/fields.ts';
import { formatMoney } from '../../model/money.ts';

/** Whether external people read: guests, and people of other companies. Every message is masked or not. */
export interface Audience {
  masked: boolean;
}

/** Shown instead of hidden values. */
export const MASK = '•••';

/** The one answer to: is this field hidden from those who read it? */
export function isHidden(field: Field, { masked }: Audience): boolean {
  return masked && sensitivityOf(field) === 'internal';
}

/** Whether a record's title is hidden. Titles of interactions and follow-ups are confidential notes. */
export function isTitleHidden(entity: Entity, reading: Audience): boolean {
  const field = entity.fields[entity.title];
  return field !== undefined && isHidden(field, reading);
}

/** An amount that stands in no field, such as a sum. @param minor in minor units of the currency */
export function showMoney(minor: number, currency: string, { locale, masked }: Audience & { locale: string }): string {
  return masked ? MASK : formatMoney(minor, currency, locale);
}
