import type { Kind } from '../../src/model/fields.ts';

/** A new kind does not compile until it stands here. */
const ALL: Record<Kind, true> = {
  text: true,
  longText: true,
  money: true,
  number: true,
  date: true,
  dateTime: true,
  choice: true,
  email: true,
  phone: true,
  url: true,
  stage: true,
  reference: true,
  person: true,
};

/** Every kind of field. */
export const KINDS = Object.keys(ALL) as Kind[];
