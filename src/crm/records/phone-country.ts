import type { WriteContext } from '../context/index.ts';
import type { Entity } from '../../model/entity.ts';
import type { AnyRecord } from '../../model/record.ts';
import { referenceFields } from '../../model/reference-fields.ts';
import { entityOf } from '../../model/registry.ts';
import { findRecord } from '../../store/records.ts';

const COUNTRY = 'country';

/** A phone number without a country's code in it. */
const isNational = (raw: unknown): boolean => typeof raw === 'string' && /^\s*(?!\+|00)\S/.test(raw);

/**
 * In which country a record is, as its phone numbers are read: its own, or that of the record it belongs to. Looked up
 * only for a number that leaves it open.
 */
export async function countryFor(
  tx: WriteContext,
  entity: Entity,
  input: Readonly<Record<string, unknown>>,
  before: AnyRecord | null,
): Promise<string | null> {
  const isAsked = Object.entries(input).some(([name, raw]) => entity.fields[name]?.kind === 'phone' && isNational(raw));
  if (!isAsked) return null;
  const valueOf = (name: string): unknown => input[name] ?? before?.[name];
  if (COUNTRY in entity.fields) return String(valueOf(COUNTRY) ?? '') || null;
  const [name, parent] = referenceFields(entity).find(([, { to }]) => COUNTRY in entityOf(to).fields) ?? [];
  const id = name === undefined ? 0 : Number(valueOf(name));
  if (!parent || !Number.isInteger(id) || id <= 0) return null;
  const record: AnyRecord | null = await findRecord(tx.db, { entity: parent.to, id });
  return String(record?.[COUNTRY] ?? '') || null;
}
