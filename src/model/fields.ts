/**
 * The closed vocabulary of field kinds. An entity is declared with these constructors; every edge (form, command, CSV,
 * column, card) answers for each kind in one exhaustive `Record<Kind, …>`, so a new kind does not compile until all do.
 */

interface Common {
  /** The word people see, in forms and cards. */
  label: string;
  /** One sentence on what to fill in; shown as the input's hint. */
  help?: string;
  required?: boolean;
  /** Further names of it in filters; the first is the one that people are shown. */
  also?: readonly string[];
  /** Further names of its column in files that are imported. */
  headings?: readonly string[];
  /** Not asked in forms: set by a rule, a command or the app itself. */
  hidden?: boolean;
  /** Only CustomerHub itself sets it: no file that is imported does. */
  ours?: true;
  /** The least role that may set it, where that is more than changing the record takes; others are not asked for it. */
  only?: 'admin';
  /** Who may read it; as its entity says, or else its kind, where it is left out. */
  sensitivity?: Sensitivity;
}

/** `open`: everybody who reads along; `internal`: no guests and no people of other companies. */
export type Sensitivity = 'open' | 'internal';

/** A starting value that only the moment knows: the person, their clock, the settings. */
export type Initial = 'me' | 'now' | 'today' | 'currency' | 'first';

export type Field =
  | (Common & { kind: 'text'; max: number; initial?: 'currency' })
  | (Common & { kind: 'longText'; max: number })
  | (Common & { kind: 'money' })
  | (Common & { kind: 'number'; min: number; max: number })
  | (Common & { kind: 'date'; initial?: 'today' })
  | (Common & { kind: 'dateTime'; initial?: 'now' })
  | (Common & {
      kind: 'choice';
      options: Readonly<Record<string, string>>;
      initial?: string;
      /** Option to what other systems call it, in files that are imported. */
      elsewhere?: Readonly<Record<string, readonly string[]>>;
      /** The option of records in a file that says nothing of it; the initial one where it is left out. */
      unsaid?: string;
    })
  | (Common & { kind: 'email' })
  | (Common & { kind: 'phone' })
  | (Common & { kind: 'url' })
  | (Common & { kind: 'stage'; initial?: 'first' })
  /** `of` names another reference field of the same entity: only records that point at the same record are offered and accepted. */
  | (Common & { kind: 'reference'; to: ReferenceTarget; of?: string; initial?: 'me' })
  /** A Slack user id. */
  | (Common & { kind: 'person' });

export type Kind = Field['kind'];

/**
 * Characters that a text of people holds. Notes that come from elsewhere are longer than Slack's inputs, which take 3,000: a
 * form leaves such a text as it is.
 */
export const LONGEST_TEXT = 40_000;

/** Amounts, contact details and notes are for the company itself. */
const SENSITIVITY: Readonly<Record<Kind, Sensitivity>> = {
  money: 'internal',
  email: 'internal',
  phone: 'internal',
  longText: 'internal',
  text: 'open',
  url: 'open',
  number: 'open',
  date: 'open',
  dateTime: 'open',
  choice: 'open',
  stage: 'open',
  reference: 'open',
  person: 'open',
};

/** Who may read a field: as it says itself, or else as its kind. */
export function sensitivityOf(field: Field): Sensitivity {
  return field.sensitivity ?? SENSITIVITY[field.kind];
}
export type ReferenceTarget = 'customer' | 'contact' | 'deal' | 'interaction' | 'employee' | 'followUp';
/** The fields of one kind. */
export type FieldOf<K extends Kind> = Extract<Field, { kind: K }>;

/** Declares the constructor of one kind: options in, field out, with `required` kept in the type. */
const constructorOf =
  <K extends Kind>(kind: K) =>
  <const O extends Omit<FieldOf<K>, 'kind'>>(options: O): O & { kind: K } => ({ ...options, kind });

export const text = constructorOf('text');
export const longText = constructorOf('longText');
export const money = constructorOf('money');
export const number = constructorOf('number');
export const date = constructorOf('date');
export const dateTime = constructorOf('dateTime');
export const choice = constructorOf('choice');
export const email = constructorOf('email');
export const phone = constructorOf('phone');
export const url = constructorOf('url');
export const stage = constructorOf('stage');
export const person = constructorOf('person');
export function reference<const T extends ReferenceTarget, const O extends Omit<FieldOf<'reference'>, 'kind' | 'to'>>(
  to: T,
  options: O,
): O & { kind: 'reference'; to: T } {
  return { ...options, kind: 'reference', to };
}

interface ValueByKind {
  text: string;
  longText: string;
  /** Minor units of the record's currency. */
  money: number;
  number: number;
  /** `YYYY-MM-DD` */
  date: string;
  /** ISO 8601 in UTC, with milliseconds. */
  dateTime: string;
  choice: string;
  email: string;
  /** E.164: `+49301234567` */
  phone: string;
  url: string;
  /** Id of a row of `stages`. */
  stage: number;
  /** Id of the record. */
  reference: number;
  /** Slack user id. */
  person: string;
}

export type Value = string | number | null;
export type ValueOf<F extends Field> = F extends { required: true }
  ? ValueByKind[F['kind']]
  : ValueByKind[F['kind']] | null;
