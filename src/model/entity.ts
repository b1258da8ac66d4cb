import type { AnyRecord, Fields, RecordBase, RecordOf, Stage } from './record.ts';
import type { Access } from './roles.ts';
import type { Actor } from './actor.ts';
import type { Field, Sensitivity, Value } from './fields.ts';
import type { DuplicateMatcher } from './duplicates/matchers.ts';
import type { Traits } from './traits.ts';

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

/**
 * Something that must hold for the record as it would be saved; the message stands under the field it blames.
 * `holds` is a method, so that the rules of one entity may stand among the rules of all.
 */
export interface Rule<F extends Fields = Fields> {
  blamedField: keyof F & string;
  say: string;
  holds(record: RecordOf<{ fields: F }>, context: RuleContext): boolean;
}

/** A value that no field holds by itself. */
export interface FirstOf<Name extends string = string> {
  field: Field;
  of: readonly Name[];
}

export interface Entity<F extends Fields = Fields, T extends Traits = Traits> {
  /** Singular, as in `/crm add customer`. */
  name: EntityName;
  /** As in `/crm list customers`. */
  plural: string;
  /** What one of them is called in the files of other systems. */
  elsewhere?: readonly string[];
  /** Letter of its ids: `C-12`. */
  prefix: string;
  /** Slack emoji shown beside it. */
  icon: string;
  table: string;
  help: string;
  /** Its records are people: “their deals”, not “its deals”. */
  isPerson?: true;
  fields: F;
  /** Who may read a field that does not say so itself; as the kind of the field where it is left out. */
  sensitivity?: Sensitivity;
  /** The field a record is called by. */
  title: keyof F & string;
  /** The field that tells two records of the same title apart where somebody chooses one. */
  describedBy?: keyof F & string;
  traits: T;
  rules: readonly Rule<NoInfer<F>>[];
  /** What its records can be filtered and sorted by beside their fields: the first of some fields that is filled in. */
  firstOf?: Readonly<Record<string, FirstOf<keyof F & string>>>;
  /** Values that follow from others, such as a deal's closing day; applied before the rules. */
  derive?(record: RecordOf<{ fields: NoInfer<F> }>, context: RuleContext): Readonly<Record<string, Value>>;
  list: {
    columns: readonly (keyof F & string)[];
    /** Fields whose words `find` and typeahead look through. */
    search: readonly (keyof F & string)[];
    sort: { by: (keyof F & string) | 'createdAt'; descending: boolean };
  };
  access: Access;
  /** By which two of them are likely to be one and the same; asked when one is created. */
  twins?: readonly DuplicateMatcher[];
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

/** An entity of which the types know the name. */
export type EntityNamed<N extends EntityName> = Entity & { readonly name: N };

/** Which record is meant: an id says nothing without its entity, so the two travel together from what was typed to the store. */
export interface RecordRef<N extends EntityName = EntityName> {
  readonly entity: N;
  readonly id: number;
}

/**
 * Declares an entity. The types of `title`, `list` and the records follow from the fields. Where the entity has a
 * sensitivity, each field that has none gets it.
 */
export function defineEntity<const F extends Fields, const T extends Traits>(entity: Entity<F, T>): Entity<F, T> {
  const { sensitivity } = entity;
  if (sensitivity) for (const field of Object.values(entity.fields)) Object.assign(field, { sensitivity, ...field });
  return entity;
}

/** `C-12` for record 12 of the customers. */
export function refOf(entity: Pick<Entity, 'prefix'>, id: number): string {
  return `${entity.prefix}-${id}`;
}

/** A record that was found, as a reference to it. */
export function refTo<N extends EntityName>(found: { entity: EntityNamed<N>; record: RecordBase }): RecordRef<N> {
  return {
    entity: found.entity.name,
    id: found.record.id,
  };
}

export function isSameRecord(one: RecordRef | null, other: RecordRef | null): boolean {
  return one !== null && other !== null && one.entity === other.entity && one.id === other.id;
}

/** `follow-up`, as people call one of them. */
export function singularOf({ plural }: Pick<Entity, 'plural'>): string {
  return plural.replace(/s$/, '');
}

/** `a customer`, `an employee`. */
export function oneOf(entity: Pick<Entity, 'plural'>): string {
  const singular = singularOf(entity);
  return `${/^[aeiou]/.test(singular) ? 'an' : 'a'} ${singular}`;
}

/** What a record is called, or its id while it has no name. */
export function titleOf(entity: Entity, record: AnyRecord): string {
  return String(record[entity.title] ?? '').trim() || refOf(entity, record.id);
}
