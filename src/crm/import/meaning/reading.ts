import { type Entity } from '../../../model/entity.ts';
import { type Answers } from '../../../model/import/answers.ts';
import type { Convention } from '../../../model/import/columns.ts';
import { partsOf } from '../../../model/import/parts.ts';
import { ID, KEY, keyOfReference } from '../../../model/import/targets.ts';
import type { Input } from '../../records/index.ts';
import type { IdsIn } from './names.ts';
import type { MissingReference } from './missing-reference.ts';

/** How a file is to be read. */
export interface Reading {
  entity: Entity;
  headings: readonly string[];
  /** What each column holds: the name of a target, or null for one that is left out. */
  targets: readonly (string | null)[];
  /** Columns that go into several fields: they stand once more behind the file's own, in `headings` and `targets`, too. */
  copies: readonly number[];
  /** The system whose IDs it holds; blank where it holds none. */
  source: string;
  /** The operation that writes it: an ID that it brought itself stands in the file twice. */
  act: string;
  /** Ids mean no record with a greater one: those came since, many of them from this very file. */
  lastId: number;
  /** How the cells of a column are read that could mean two things, by what it holds. */
  conventions: Readonly<Record<string, Convention>>;
  /** What somebody said about words that mean nothing by themselves. */
  answers: Answers;
}

/** Why a row cannot be imported; the heading of the column, where it is one. */
export interface Trouble {
  column: string | null;
  reason: string;
  /** Each thing that is wrong, by its target and words; a blank target is about the row. */
  parts: readonly { name: string; words: string | null; text: string }[];
}

/** A row as it was understood, before anybody asked whether it may be so. */
export interface Meant {
  /** Whose record it makes or changes: of some rows another entity than the file's. */
  entity: Entity;
  line: number;
  /** The record that it changes, and its version; null for a new one. */
  record: { id: number; version: number } | null;
  /** Its ID in the system that the file is from. */
  key: string | null;
  /** When it was made, wherever that was; null where the row does not say. */
  createdAt: string | null;
  input: Input;
  /** Fields that an answer filled, because the row says nothing of them. */
  filled: readonly string[];
  /** Records that it refers to and that are to be created. */
  missing: readonly MissingReference[];
  /** Field to the words in its cell. */
  words: Readonly<Record<string, string>>;
  /** Field to why its words mean nothing; blank for what is wrong with the row. */
  problems: Readonly<Record<string, string>>;
}

/** Which of these a close date is depends on the row. */
const CLOSING_DAYS = ['closeOn', 'closedOn'];
const CLOSING_PARTS = ['closing', 'wonAt', 'lostAt'];

/** The column that holds a field, or the ID of what it refers to; -1 where there is none. */
export function columnOf({ targets }: Pick<Reading, 'targets'>, name: string): number {
  const from = [name, keyOfReference(name), ...(CLOSING_DAYS.includes(name) ? CLOSING_PARTS : [])];
  return from.map((one) => targets.indexOf(one)).find((at) => at !== -1) ?? -1;
}

/** The heading under which a field stands in the file. */
export function headingOf(reading: Reading, name: string, entity: Entity = reading.entity): string {
  const others = [ID, KEY, ...partsOf(reading.entity)];
  const label = entity.fields[name]?.label ?? others.find((target) => target.name === name)?.label ?? name;
  return reading.headings[columnOf(reading, name)] || label;
}

/** Whose IDs stand in a file. */
export function idsIn({ source, targets }: Pick<Reading, 'source' | 'targets'>): IdsIn {
  return { source, are: targets.includes(ID.name) ? 'ours' : targets.includes(KEY.name) ? 'theirs' : 'names' };
}
