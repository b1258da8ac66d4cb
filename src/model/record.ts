/** Stored records, as the types know them. */
import type { Field, Value, ValueOf } from './fields.ts';

export type Fields = Readonly<Record<string, Field>>;

/** What every stored record carries beside its declared fields. */
export type RecordBase = {
  id: number;
  /** Grows by one with each change; tells a stale form. */
  version: number;
  /** ISO 8601 in UTC. */
  createdAt: string;
  updatedAt: string;
  /** Set while the record is deleted; restoring clears it. */
  deletedAt: string | null;
};

/** A record whose entity is not known to the types: field names to values. */
export type AnyRecord = RecordBase & { [field: string]: Value };

/** The record type of a declared entity: `RecordOf<typeof deals>`. */
export type RecordOf<E extends { fields: Fields }> = RecordBase & {
  -readonly [F in keyof E['fields']]: ValueOf<E['fields'][F]>;
};

/** A step of the pipeline. */
export interface Stage {
  id: number;
  name: string;
  position: number;
  /** Percent, 0 to 100: how likely a deal of this stage is to be won. */
  probability: number;
  outcome: 'open' | 'won' | 'lost';
}
