import type { Access } from './access.ts';
import type { Actor } from './actor.ts';
import type { Field, Value, ValueOf } from './fields.ts';
import type { TwinSign } from './twins/signs.ts';

export type Fields = Readonly<Record<string, Field>>;

/** What every stored record carries beside its declared fields. */
export interface RecordBase {
  id: number;
  /** Grows by one with each change; tells a stale form. */
  version: number;
  /** ISO 8601 in UTC. */
  createdAt: string;
  updatedAt: string;
  /** Set while the record is deleted; restoring clears it. */
  deletedAt: string | null;
}

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

/** What a rule may look at beside the record. */
export interface RuleContext {
  /** The record as it was; null when it is being created. */
  before: AnyRecord | null;
  /** Field name to the record it refers to. */
  refs: Readonly<Record<string, AnyRecord>>;
  stage: Stage | null;
  actor: Actor;
  /** Today in the actor's time zone, `YYYY-MM-DD`. */
  today: string;
}

/** Something that must hold for the record as it would be saved; the message stands under the field it blames. */
export interface Rule {
  blame: string;
  say: string;
  holds: (record: AnyRecord, context: RuleContext) => boolean;
}

export interface Entity<F extends Fields = Fields> {
  /** Singular, as in `/crm add customer`. */
  name: EntityName;
  /** As in `/crm list customers`. */
  plural: string;
  /** Letter of its ids: `C-12`. */
  prefix: string;
  /** Slack emoji shown beside it. */
  icon: string;
  table: string;
  help: string;
  fields: F;
  /** The field a record is called by. */
  title: keyof F & string;
  rules: readonly Rule[];
  /** Values that follow from others, such as a deal's closing day; applied before the rules. */
  derive?: (record: AnyRecord, context: RuleContext) => Record<string, Value>;
  list: {
    columns: readonly (keyof F & string)[];
    /** Fields whose words `find` and typeahead look through. */
    search: readonly (keyof F & string)[];
    sort: { by: (keyof F & string) | 'createdAt'; descending: boolean };
  };
  access: Access;
  /** By which two of them are likely to be one and the same; asked when one is created. */
  twins?: readonly TwinSign[];
}

export type EntityName =
  | 'customer'
  | 'contact'
  | 'deal'
  | 'interaction'
  | 'employee'
  | 'followUp'
  | 'subscription'
  | 'savedList'
  | 'schedule'
  | 'stage'
  | 'target'
  | 'settings'
  | 'channel';

/** Declares an entity. The types of `title`, `list` and the records follow from the fields. */
export const defineEntity = <const F extends Fields>(entity: Entity<F>): Entity<F> => entity;

/** `C-12` for record 12 of the customers. */
export const refOf = (entity: Pick<Entity, 'prefix'>, id: number): string => `${entity.prefix}-${id}`;

/** What a record is called, or its id while it has no name. */
export const titleOf = (entity: Entity, record: AnyRecord): string =>
  String(record[entity.title] ?? '').trim() || refOf(entity, record.id);
