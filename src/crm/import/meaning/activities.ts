import type { Entity } from '../../../model/entity.ts';
import type { Field } from '../../../model/fields.ts';
import type { AnyRecord } from '../../../model/record.ts';
import { kindInHeadings, readDone } from '../../../model/import/activities.ts';
import { quoted, type Reading as CellReading } from '../../../model/import/cells.ts';
import { CREATED } from '../../../model/import/parts.ts';
import { keyOfReference } from '../../../model/import/targets.ts';
import { referenceFields } from '../../../model/reference-fields.ts';
import { entityOf } from '../../../model/registry.ts';
import { cleanLine, cleanText, cut, lengthOf } from '../../../model/text/text.ts';
import type { Keyed } from '../../source-keys/index.ts';
import type { Names } from './names.ts';
import { aboutFields, peopleIn, type Persons } from './participants.ts';

/*
 * What a row of activities is. What happened is an interaction with its title and its body as text; what is still to be done
 * is a follow-up on its day, and stays that record when a later file says that it was done.
 */

type Words = Readonly<Record<string, string>>;

/** What a row is about, in the words of the record that it makes or changes. */
export interface RowMeaning {
  entity: Entity;
  words: Words;
  /** Values of fields that several cells make together, as the parser takes them. */
  given: Readonly<Record<string, unknown>>;
  /** Target to why its words mean nothing. */
  problems: Readonly<Record<string, string>>;
}

export interface ActivityAids {
  headings: readonly string[];
  /** The record that the row names by its ID here. */
  own: AnyRecord | undefined;
  /** The record that has the row's ID elsewhere. */
  kept: Keyed | undefined;
  names: Names;
  /** Reads words as a cell of that field, in the column of that target. */
  read: (field: Field, words: string, target: string) => CellReading;
  now: string;
}

const DAY = { kind: 'date', label: '' } as const;
const MOMENT = { kind: 'dateTime', label: '' } as const;

interface Activity {
  cells: Words;
  aids: ActivityAids;
  persons: Persons;
  /** Why words mean nothing; filled further. */
  problems: Record<string, string>;
}

/** What the row says of being done; null where it says nothing. */
const doneSaid = ({ cells, problems }: Activity): boolean | null => {
  for (const target of ['done', 'progress']) {
    const words = cells[target];
    if (words === undefined) continue;
    const done = readDone(words);
    if (done !== null) return done;
    problems[target] =
      `${quoted(words)} says neither that it’s done nor that it’s to do. Use yes or no, or don’t import the column.`;
  }
  return null;
};

/** When it happened: when it was done, when it began, else when it was due, else when it was written down. */
const HAPPENED = ['doneAt', 'happenedAt', 'dueOn', CREATED.name];

const momentIn = ({ cells, aids }: Activity, target: string): CellReading | null => {
  const words = cells[target];
  if (words === undefined) return null;
  const time = target === 'dueOn' && !words.includes(':') ? cells['dueTime'] : undefined;
  return aids.read(MOMENT, time === undefined ? words : `${words} ${time}`, target);
};

const isLater = (reading: CellReading | null, now: string): boolean =>
  reading !== null && 'raw' in reading && String(reading.raw) > now;

/** The kind that the row says, or its file; what no row says is a note. */
const kindOf = (entity: Entity, { cells, aids }: Activity): string | undefined => {
  const field = entity.fields['kind'];
  if (cells['kind'] !== undefined && field) {
    const read = aids.read(field, cells['kind'], 'kind');
    return 'raw' in read ? String(read.raw) : cells['kind'];
  }
  return kindInHeadings(aids.headings)?.kind ?? (field?.kind === 'choice' ? field.unsaid : undefined);
};

/** What people arrange for later. */
const ARRANGED = ['call', 'meeting'];

/** Is it still to be done? A call or meeting that nobody calls done is, as long as it lies ahead. */
const isAhead = (entity: Entity, activity: Activity): boolean => {
  const { cells, aids } = activity;
  const done = doneSaid(activity);
  if (done !== null || cells['doneAt'] !== undefined) return done === false;
  if (cells['happenedAt'] === undefined) return cells['dueOn'] !== undefined;
  return ARRANGED.includes(kindOf(entity, activity) ?? '') && isLater(momentIn(activity, 'happenedAt'), aids.now);
};

const textIn = ({ cells }: Activity, target: string): string => cleanText(cells[target] ?? '');

const paragraphs = (...all: (string | null)[]): string =>
  [...new Set(all)].filter((text) => text !== null && text !== '').join('\n\n');

const named = (label: string, names: readonly string[]): string | null =>
  names.length === 0 ? null : `${label}: ${names.join(', ')}`;

/** The cells that mean the same of both entities. */
const shared = (entity: Entity, { cells, persons }: Activity): Record<string, string> =>
  Object.fromEntries(
    [...referenceFields(entity).map(([name]) => name), CREATED.name].flatMap((name) =>
      [name, keyOfReference(name)].flatMap((target): [string, string][] => {
        const words = persons.words[target] ?? cells[target];
        return words === undefined || persons.taken.includes(name) ? [] : [[target, words]];
      }),
    ),
  );

const happened = (entity: Entity, activity: Activity): RowMeaning => {
  const { cells, aids, persons, problems } = activity;
  const given: Record<string, unknown> = { ...persons.given };
  const words: Record<string, string> = { ...shared(entity, activity) };
  const what = paragraphs(
    textIn(activity, 'title'),
    textIn(activity, 'what'),
    textIn(activity, 'moreText'),
    named('Also', persons.others),
  );
  if (what !== '') words['what'] = what;
  if (cells['kind'] !== undefined) words['kind'] = cells['kind'];
  else if (!aids.kept) words['kind'] = kindOf(entity, activity) ?? '';
  const target = HAPPENED.find((name) => cells[name] !== undefined);
  if (target === 'happenedAt') words['happenedAt'] = cells['happenedAt'] ?? '';
  else if (target !== undefined) {
    const read = momentIn(activity, target);
    if (read && 'problem' in read && target !== CREATED.name) problems[target] = read.problem;
    // What was done before it was due happened at some moment that nobody knows, before now.
    else if (read && 'raw' in read && !isLater(read, aids.now)) given['happenedAt'] = read.raw;
  }
  return { entity, words, given, problems };
};

const LONGEST_TITLE = 200;

/** What is to be done, on a line of its own, and all else that is said of it. */
const stepIn = (entity: Entity, activity: Activity): { what: string; notes: string } => {
  const { cells, persons } = activity;
  const [title, body] = [textIn(activity, 'title'), textIn(activity, 'what')];
  const [first = '', ...rest] = (title || body).split('\n');
  const fits = lengthOf(first) <= LONGEST_TITLE;
  const left = fits ? cleanText(rest.join('\n')) : title || body;
  const kind = kindOf(entity, activity);
  const says = cells['kind'] === undefined || kind === 'note' ? [] : [cleanLine(cells['kind'])];
  return {
    what: cut(cleanLine(first), LONGEST_TITLE) || (cells['kind'] ?? ''),
    notes: paragraphs(
      left,
      title === '' ? '' : body,
      textIn(activity, 'moreText'),
      named('Kind', says),
      named('Contact', persons.contact === null ? [] : [persons.contact]),
      named('Also', persons.others),
    ),
  };
};

/** When a follow-up was done of which a later file says so; null while it is to be done. */
const doneAtOf = (activity: Activity, before: AnyRecord, ahead: boolean): unknown => {
  if (ahead) return null;
  const { aids } = activity;
  for (const target of ['doneAt', 'happenedAt']) {
    const read = momentIn(activity, target);
    if (read && 'raw' in read && !isLater(read, aids.now)) return read.raw;
  }
  return before['doneAt'] ?? aids.now;
};

const toDo = (of: Entity, entity: Entity, activity: Activity, ahead: boolean): RowMeaning => {
  const { cells, aids, persons, problems } = activity;
  const known = Object.entries(persons.given).filter(([name]) => name in entity.fields);
  const given: Record<string, unknown> = Object.fromEntries(known);
  const { what, notes } = stepIn(of, activity);
  const words: Record<string, string> = { ...shared(entity, activity) };
  if (what !== '') words['what'] = what;
  if (notes !== '') words['notes'] = notes;
  const target = ['dueOn', 'happenedAt'].find((name) => cells[name] !== undefined);
  const due = target === undefined ? null : aids.read(DAY, cells[target] ?? '', target);
  if (due && 'problem' in due) problems[target ?? 'dueOn'] = due.problem;
  else if (due) given['dueOn'] = due.raw;
  else if (aids.kept?.entity !== entity.name)
    problems['dueOn'] = 'It’s to do, but no day says when. Add its due day, or mark it as done.';
  if (aids.kept?.entity === entity.name) given['doneAt'] = doneAtOf(activity, aids.kept.record, ahead);
  // Follow-ups name no contact, but whose contact it is says whose follow-up.
  const isSaid = (name: string): boolean =>
    name in given || words[name] !== undefined || words[keyOfReference(name)] !== undefined;
  if (!aboutFields(entity).some(([name]) => isSaid(name))) Object.assign(given, persons.whose);
  return { entity, words, given, problems };
};

/** What a row means. Rows of entities without anything ahead of them mean what their cells say. */
export function rowMeaning(entity: Entity, cells: Words, aids: ActivityAids): RowMeaning {
  const { ahead } = entity.traits;
  if (ahead === undefined || aids.own !== undefined) return { entity, words: cells, given: {}, problems: {} };
  const problems: Record<string, string> = {};
  const persons = peopleIn(entity, cells, aids.names, problems);
  const activity = { cells, aids, persons, problems };
  const open = isAhead(entity, activity);
  const isKept = aids.kept?.entity === ahead;
  return open || isKept ? toDo(entity, entityOf(ahead), activity, open) : happened(entity, activity);
}

/** Said where no column says of which kind activities are; null where one does, or nothing has to be said. */
export function kindNote(
  entity: Entity,
  headings: readonly string[],
  targets: readonly (string | null)[],
): string | null {
  const field = entity.fields['kind'];
  if (field?.kind !== 'choice' || field.unsaid === undefined || targets.includes('kind')) return null;
  const found = kindInHeadings(headings);
  const kind = field.options[found?.kind ?? field.unsaid] ?? '';
  return found === null
    ? `No column says the kind, so each row becomes a ${kind.toLowerCase()}. To keep calls, emails and meetings apart, choose the column that says it.`
    : `No column says the kind. By the column ${quoted(found.heading)}, each row becomes: ${kind}.`;
}
