import { oneOf, refOf, type EntityName, type RecordRef } from './entity.ts';
import { plainMarks, unquoted } from './text/marks.ts';
import { entityOf, RECORDS } from './registry.ts';

/** Everything with an id that people can type. */
export const REFERABLE: readonly EntityName[] = [...RECORDS, 'followUp'];

/** What a person names a record by: its id, a mention of somebody in Slack, or how its name begins. */
export type TypedReference = { ref: RecordRef } | { slackUserId: string } | { name: string };

/** Whatever stands around an id: quotes, brackets, the number sign before it, the full stop behind it. */
const ID = /^[^\p{L}\p{N}]*([a-z])-?(\d{1,15})[^\p{L}\p{N}]*$/iu;
const MENTION = /^[^\p{L}\p{N}<]*<@([UW][A-Z0-9]+)(?:\|[^>]*)?>[^\p{L}\p{N}]*$/u;

/** `D-42`, `d42`, `"#D–42".` -> the deal with id 42; null when the words are no id. */
export function readRef(words: string): RecordRef | null {
  const [, letter = '', digits] = ID.exec(plainMarks(words).normalize('NFKC')) ?? [];
  const entity = REFERABLE.map(entityOf).find(({ prefix }) => prefix === letter.toUpperCase());
  return entity ? { entity: entity.name, id: Number(digits) } : null;
}

/** `D-42` */
export function refText({ entity, id }: RecordRef): string {
  return refOf(entityOf(entity), id);
}

/**
 * Why words that are an id name no record of this entity, once none was found.
 * @returns `D-2 is a deal, not a customer.`; null when they are no id
 */
export function misnamed(words: string, to: EntityName): string | null {
  const ref = readRef(words);
  if (!ref) return null;
  if (ref.entity === to) return `${refText(ref)} wasn’t found.`;
  return `${refText(ref)} is ${oneOf(entityOf(ref.entity))}, not ${oneOf(entityOf(to))}.`;
}

/** Understands words that name one record. The one place for it: commands, filters, forms and files read alike. */
export function readReference(words: string): TypedReference {
  const ref = readRef(words);
  if (ref) return { ref };
  const [, slackUserId] = MENTION.exec(words) ?? [];
  if (slackUserId !== undefined) return { slackUserId };
  return { name: unquoted(words).replace(/^[@#]\s*/, '') };
}

/** The name without punctuation behind it, where a sentence ended with it: `Acme Corp.` */
export function withoutEnding(name: string): string {
  return name.replace(/[\s.,;:!?…]+$/u, '');
}
