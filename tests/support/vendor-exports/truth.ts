import type { EntityName } from '../../../src/model/entity.ts';
import type { Value } from '../../../src/model/fields.ts';

/*
 * What a file of another system means, as its generator knows it: it made the records first and wrote them down after.
 */

/** A record by its ID in the file that it stands in, or by its name where it stands in none. */
export type Ref = { entity: EntityName; key: string } | { entity: EntityName; named: string };

/** Text that holds each of these, each on a line of its own, and no tags. How they are set off is free. */
export interface Says {
  says: readonly string[];
}

/** A stored value: as the database has it, a reference, or a text. */
export type Wanted = Value | Ref | Says;

/** What becomes of a row. `traps`: field to what is peculiar about its cell; `row` for all of it. */
export type Outcome = { traps: Readonly<Record<string, string>> } & (
  | { is: 'stored'; entity: EntityName; values: Readonly<Record<string, Wanted>> }
  /** `column`: heading under which the cause stands; null where it is the whole row. */
  | { is: 'left out'; cause: Cause; column: string | null }
);

/** Why a row is left out, whatever is answered. */
export type Cause = 'another currency' | 'impossible phone' | 'day beyond reason' | 'merged away';

export interface ExpectedRow {
  /** Its ID in the system. */
  key: string;
  outcome: Outcome;
}

/** What a value that names something is, as a person answers. */
export type ValueAnswer = { is: string } | { make: string } | { blank: true };

export interface ValuesAsked {
  field: string;
  /** Words in cells to what they are. */
  words: Readonly<Record<string, ValueAnswer>>;
}

/** What a person answers when asked about a file. */
export interface Answers {
  /** By heading: what words in its cells are, and of which field. */
  values?: Readonly<Record<string, ValuesAsked>>;
  /** By field, for all rows that say nothing of it under this heading or those others. */
  defaults?: Readonly<Record<string, { heading: string; unless?: readonly string[]; value: ValueAnswer }>>;
  /** Headings of columns in which N/A, - and none mean nothing. */
  blanks?: readonly string[];
}

export interface Table {
  headings: readonly string[];
  cells: readonly (readonly string[])[];
}

export interface VendorFile extends Table {
  /** What it holds there. */
  label: string;
  /** What is imported with it. */
  entity: EntityName;
  name: string;
  /** Writes a table as this system does. */
  write: (table: Table) => Buffer;
  /** One for each row. */
  expected: readonly ExpectedRow[];
  answers: Answers;
}

export interface VendorExport {
  system: 'HubSpot' | 'Pipedrive' | 'Salesforce' | 'Spreadsheet';
  /** Of the workspace that imports it. */
  settings: { currency: string; locale: string; timeZone: string };
  /** In the order in which they are imported. */
  files: readonly VendorFile[];
}
