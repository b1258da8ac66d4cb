import type { ReadContext, Crm } from '../../crm/context/index.ts';
import type { Option } from '@slack/types';
import { may } from '../../model/roles.ts';
import type { Actor } from '../../model/actor.ts';
import { titleOf, type Entity } from '../../model/entity.ts';
import type { AnyRecord } from '../../model/record.ts';
import type { ReferenceTarget } from '../../model/fields.ts';
import { entityOf } from '../../model/registry.ts';
import { cleanLine, normalizeText } from '../../model/text/text.ts';
import { find } from '../../crm/search/index.ts';
import { titlesFor } from '../../crm/records/index.ts';
import { plain } from '../messages/blocks.ts';
import { newOption } from './answers.ts';

/** What a typeahead asks: which records, of which customer, beginning how. */
export interface Lookup {
  to: ReferenceTarget;
  /** Narrows to the records of one customer. */
  customer: number | null;
  words: string;
}

const SHOWN = 20;

/** The options that fit what was typed, best first; last, where allowed, the customer to be made of it. */
export async function lookUp(ctx: ReadContext, { to, customer, words }: Lookup): Promise<Option[]> {
  const entity = entityOf(to);
  // Departed members can't be owners.
  const narrowed = { ...(customer !== null && { customer }), ...(entity.traits.isColleague && { leftAt: null }) };
  const where = Object.keys(narrowed).length === 0 ? {} : { where: narrowed };
  const found = await find(ctx, words, { only: [to], limit: SHOWN, ...where });
  const records = found.map(({ record }) => record);
  const describe = await describer(ctx.crm, entity, records);
  const options = records.map((record): Option => {
    const description = describe(record);
    const text = plain(titleOf(entity, record));
    return { text, value: String(record.id), ...(description && { description: plain(description) }) };
  });
  return [...options, ...newCustomer(ctx.actor, entity, records, words)];
}

const describer = async (crm: Crm, entity: Entity, records: AnyRecord[]): Promise<(record: AnyRecord) => string> => {
  const name = entity.describedBy;
  const field = name === undefined ? undefined : entity.fields[name];
  if (name === undefined || field === undefined) return () => '';
  const titles = await titlesFor(crm, entity, records);
  return (record) => {
    const value = record[name];
    if (value === null || value === undefined) return '';
    if (field.kind === 'reference') return titles(field.to, Number(value));
    return field.kind === 'choice' ? (field.options[String(value)] ?? '') : String(value);
  };
};

/** The offer to make a customer of what was typed, unless one is called exactly that. */
const newCustomer = (actor: Actor, entity: Entity, records: AnyRecord[], words: string): Option[] => {
  const name = cleanLine(words);
  // An option's value holds 150 characters; longer names are made with `/crm add customer`.
  if (!entity.traits.isAddedInForms || name === '' || name.length > 120) return [];
  if (!may(entity.access, 'create', actor.role, true)) return [];
  if (records.some((record) => normalizeText(titleOf(entity, record)) === normalizeText(name))) return [];
  return [newOption(name)];
};
