import { type ReadContext, pipelineOf, type Crm } from '../context/index.ts';
import { refOf, singularOf, type Entity } from '../../model/entity.ts';
import type { AnyRecord } from '../../model/record.ts';
import { isBlankCell } from '../../model/import/blanks.ts';
import { quoted, readCell, type CellContext, type Reading as CellReading } from '../../model/import/cells.ts';
import { meaningOf, type Answers } from '../../model/import/answers.ts';
import type { Convention } from '../../model/import/columns.ts';
import type { Field, Kind } from '../../model/fields.ts';
import { momentOf } from '../../model/dates/time.ts';
import { textOfHtml } from '../../model/import/html.ts';
import { CREATED, isIdOfOther, kindOfTarget, partsOf } from '../../model/import/parts.ts';
import { isExport, isRounded, readSourceKey } from '../../model/import/source-ids.ts';
import { fieldOfMore, ID, KEY, keyOfReference, referenceOfKey, takesMore } from '../../model/import/targets.ts';
import { misnamed, readRef } from '../../model/typed-reference.ts';
import { entityOf } from '../../model/registry.ts';
import { cleanText, count } from '../../model/text/text.ts';
import { findRecords } from '../../store/records.ts';
import { comparison, type SaysSame } from '../export/index.ts';
import type { Input } from '../records/index.ts';
import { recordsKeyed, type Keyed } from '../source-keys/index.ts';
import { rowMeaning } from './activities.ts';
import { addToNotes } from './left-over.ts';
import type { IdsIn, Names } from './names.ts';
import { learnSeveral } from './participants.ts';
import { dependsOn, parentMissing, takeParent } from './parents.ts';
import type { Row } from './table.ts';
import type { Wanted } from './wanted.ts';
import { applyTogether, createdSaid, currencyProblem, wordsTogether } from './together.ts';

/** How a file is to be read. */
export interface Reading {
  entity: Entity;
  headings: readonly string[];
  /** What each column holds: the name of a target, or null for one that is left out. */
  targets: readonly (string | null)[];
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
  wanted: readonly Wanted[];
  /** Field to the words in its cell. */
  words: Readonly<Record<string, string>>;
  /** Field to why its words mean nothing; blank for what is wrong with the row. */
  problems: Readonly<Record<string, string>>;
}

/** What is the same for all rows. */
interface Columns {
  /** The kind of the cells of each column. */
  kinds: readonly (Kind | undefined)[];
  /** Does the file come from a CustomerHub? Its texts are text, whatever they look like. */
  isExport: boolean;
}

const columnsOf = ({ entity, targets, headings }: Reading): Columns => ({
  kinds: targets.map((target) => (target === null ? undefined : kindOfTarget(entity, target))),
  isExport: isExport(headings),
});

/** Does a cell say nothing? Some systems write zeros where an ID is missing, and somebody may have said that N/A is nothing. */
const isEmpty = ({ answers }: Reading, words: string, target: string, kind: Kind | undefined): boolean =>
  isBlankCell(words, kind ?? 'text') ||
  meaningOf(answers, target, words)?.is === 'empty' ||
  (isIdOfOther(target) && readSourceKey(words) === null);

/** Target to the words in its cell, and lines for the notes. Empty cells say nothing: they leave what is there, or what a new record starts with. */
const wordsIn = (reading: Reading, { kinds, isExport: isOurs }: Columns, { cells }: Row) => {
  const words: Record<string, string> = {};
  const lines: string[] = [];
  const more: [field: string, words: string][] = [];
  for (const [at, target] of reading.targets.entries()) {
    const cell = cells[at] ?? '';
    const kind = kinds[at];
    if (target === null || isEmpty(reading, cell, target, kind)) continue;
    const field = fieldOfMore(target);
    const said = kind === 'longText' && !isOurs ? textOfHtml(cell) : cell;
    if (field === null) words[target] = said;
    else if (kind === 'longText') lines.push(`${reading.headings[at] ?? ''}: ${cleanText(said)}`);
    else more.push([field, said]);
  }
  // Values of one field stand as if they stood in one cell, those of its own column first.
  for (const [name, further] of more) words[name] = words[name] === undefined ? further : `${words[name]}; ${further}`;
  return { words, lines };
};

/** The column that holds a field, or the ID of what it refers to; -1 where there is none. */
export function columnOf({ targets }: Pick<Reading, 'targets'>, name: string): number {
  return [name, keyOfReference(name)].map((one) => targets.indexOf(one)).find((at) => at !== -1) ?? -1;
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

const ragged = ({ headings }: Reading, { cells }: Row): Record<string, string> =>
  cells.slice(headings.length).every((cell) => cell.trim() === '')
    ? {}
    : {
        '': `This row has ${count(cells.length, 'cell')}, but the header row has ${headings.length}. Put values that contain a separator in quotes.`,
      };

interface Aids {
  context: Omit<CellContext, 'refs'>;
  names: Names;
  records: ReadonlyMap<number, AnyRecord>;
  /** ID in the system that the file is from to the record that has it. */
  keyed: ReadonlyMap<string, Keyed>;
  same: (entity: Entity) => SaysSame;
  /** Of the sums. */
  currency: string;
  columns: Columns;
  now: string;
}

const DAY = { kind: 'date', label: '' } as const;
const MOMENT = { kind: 'dateTime', label: '' } as const;
const unread = (): CellReading => ({ problem: '' });

/** A contact comes last, because many have one name: it is looked for at the customer, or at that of the deal. */
const rankOf = (entity: Entity, name: string): number => {
  const field = entity.fields[name];
  if (dependsOn(entity, name) === undefined) return 0;
  return field?.kind === 'reference' && entityOf(field.to).isPerson ? 2 : 1;
};

/** Fields that the row says something of. What refers to nothing comes first. */
const inOrder = (entity: Entity, words: Readonly<Record<string, string>>): string[] =>
  [...new Set(Object.keys(words).map((target) => referenceOfKey(target) ?? target))].sort(
    (a, b) => rankOf(entity, a) - rankOf(entity, b),
  );

const idIn = ({ entity, lastId }: Reading, words: string | undefined): number | null => {
  const ref = words === undefined ? null : readRef(words);
  return ref?.entity === entity.name && ref.id <= lastId ? ref.id : null;
};

/** IDs that mean nothing, or more than one record. */
const idProblems = (
  reading: Reading,
  { id, key }: { id?: string; key?: string },
  aids: Aids,
): Record<string, string> => {
  const { entity, act, source } = reading;
  const problems: Record<string, string> = {};
  const ref = id === undefined ? null : readRef(id);
  if (ref !== null && ref.entity !== entity.name)
    problems[ID.name] = `${misnamed(id ?? '', entity.name)} Leave the cell empty for a new ${singularOf(entity)}.`;
  if (key === undefined) return problems;
  const known = aids.keyed.get(readSourceKey(key) ?? '');
  const own = aids.records.get(idIn(reading, id) ?? 0);
  if (isRounded(key))
    problems[KEY.name] =
      `A spreadsheet rounded ${quoted(key)}, so it no longer identifies a record. Export the file again and don’t save it in a spreadsheet.`;
  else if (known?.act === act)
    problems[KEY.name] = `${quoted(key)} is already the ID of an earlier row in this file. Keep only one of them.`;
  else if (known && own && known.record.id !== own.id)
    problems[KEY.name] =
      `${quoted(key)} in ${source} is ${refOf(entity, known.record.id)} here. Leave one of the two IDs empty.`;
  return problems;
};

/** What the cells of one field stand for; null where they say nothing. */
type FieldReading = CellReading | { wanted: Wanted } | null;

/** As somebody said that these words are to be read; undefined where nobody did. */
const answered = (
  { answers }: Reading,
  target: string,
  words: string,
  wanted: (words?: string) => FieldReading,
  isUnknown: boolean,
): FieldReading | undefined => {
  const said = meaningOf(answers, target, words) ?? (isUnknown ? { is: answers.others[target] } : undefined);
  if (said?.is === 'value') return { raw: said.raw };
  if (said?.is === 'create') return wanted('words' in said ? said.words : undefined);
  return said?.is === 'empty' ? null : undefined;
};

const readField = (
  reading: Reading,
  name: string,
  words: Readonly<Record<string, string>>,
  { context, names }: Aids,
  within: number | null,
): FieldReading => {
  const field = reading.entity.fields[name];
  const keyTarget = keyOfReference(name);
  const [cell, keyWords] = [words[name], words[keyTarget]];
  if (!field) return null;
  const key = keyWords === undefined ? null : readSourceKey(keyWords);
  const wanted = (called = cell): FieldReading =>
    field.kind === 'reference' ? { wanted: { field: name, to: field.to, words: called ?? null, key } } : null;
  const ask = (target: string, said: string, found: CellReading): FieldReading => {
    const answer = answered(reading, target, said, wanted, 'problem' in found);
    return answer === undefined ? found : answer;
  };
  const byKey =
    field.kind === 'reference' && keyWords !== undefined && key !== null
      ? ask(keyTarget, keyWords, names.meanKey(field, keyWords))
      : null;
  if (cell === undefined || (byKey && 'raw' in byKey)) return byKey;
  const refs: CellContext['refs'] = (one, said) => names.mean(one, said, within);
  const convention = reading.conventions[name] ?? {};
  const byName = ask(name, cell, readCell(cleanText(cell), field, { ...context, refs, convention }));
  // Where the name is nobody's, the ID says more.
  return byKey && 'wanted' in byKey && !(byName && 'raw' in byName) ? byKey : byName;
};

/** The record of that name, which is created where there is none. */
const readDefault = ({ entity }: Reading, name: string, words: string, { names }: Aids): FieldReading => {
  const field = entity.fields[name];
  if (field?.kind !== 'reference') return null;
  const found = names.mean(field, words, null);
  return 'raw' in found ? found : { wanted: { field: name, to: field.to, words, key: null } };
};

const meantBy = (reading: Reading, row: Row, aids: Aids): Meant => {
  const { words: all, lines } = wordsIn(reading, aids.columns, row);
  const { [ID.name]: id, [KEY.name]: keyWords, ...cells } = all;
  const key = keyWords === undefined ? null : readSourceKey(keyWords);
  const own = aids.records.get(idIn(reading, id) ?? 0);
  const kept = aids.keyed.get(key ?? '');
  const { context, names, now } = aids;
  const as = (field: Field, said: string, target: string): CellReading =>
    readCell(cleanText(said), field, { ...context, refs: unread, convention: reading.conventions[target] ?? {} });
  const meaning = rowMeaning(reading.entity, cells, {
    headings: reading.headings,
    ...{ own, kept, names, now, read: as },
  });
  const { entity } = meaning;
  const words = wordsTogether(entity, meaning.words);
  const before = own ?? (kept?.entity === entity.name ? kept.record : undefined);
  const input: Record<string, unknown> = { ...meaning.given };
  const ids = { ...(id !== undefined && { id }), ...(keyWords !== undefined && { key: keyWords }) };
  const problems = { ...ragged(reading, row), ...idProblems(reading, ids, aids), ...meaning.problems };
  const leftOver: Record<string, readonly string[]> = {};
  const wanted: Wanted[] = [];
  for (const name of inOrder(entity, words)) {
    const cell = words[name];
    if (before && cell !== undefined && aids.same(entity)(before, name, cell)) continue;
    const parent = dependsOn(entity, name);
    // Whose it is comes first: then it may be clear which is meant.
    if (parent !== undefined && (parent in problems || keyOfReference(parent) in problems)) continue;
    const within = parent === undefined ? null : (input[parent] ?? before?.[parent] ?? null);
    const read = readField({ ...reading, entity }, name, words, aids, typeof within === 'number' ? within : null);
    if (read === null) continue;
    if ('wanted' in read) wanted.push(read.wanted);
    else if ('problem' in read) problems[cell === undefined ? keyOfReference(name) : name] = read.problem;
    else if (read.leftOver && !takesMore(entity)) problems[name] = 'This cell has several values. Keep only one.';
    else {
      input[name] = read.raw;
      leftOver[name] = read.leftOver ?? [];
      takeParent(entity, name, input, before, names);
    }
  }
  for (const name of Object.keys(meaning.given)) takeParent(entity, name, input, before, names);
  Object.assign(input, addToNotes(entity, input, before ?? null, { values: leftOver, lines }));
  // The day on which it was closed, of the moment.
  const day = (said: string, target: string): CellReading =>
    as(DAY, said.trim().replace(/[T ]\d{1,2}:\d{2}.*$/s, ''), target);
  applyTogether(entity, { words, input, problems, before, stages: context.stages, day });
  const foreign = idsIn(reading).are === 'ours' ? null : currencyProblem(input, before, aids.currency);
  if (foreign !== null) problems['currency'] = foreign;
  const created = before ? { at: null } : createdSaid(words, (said) => as(MOMENT, said, CREATED.name), now);
  if (created.problem !== undefined) problems[CREATED.name] = created.problem;
  for (const name of Object.keys(problems)) if (reading.answers.others[name] === 'empty') delete problems[name];
  const filled: string[] = [];
  for (const [name, value] of Object.entries(reading.answers.defaults)) {
    const isSaid = input[name] !== undefined || name in problems || keyOfReference(name) in problems;
    if (value.is === 'value' || before || isSaid || wanted.some(({ field }) => field === name)) continue;
    const read = readDefault(reading, name, value.words, aids);
    if (read === null) continue;
    if ('wanted' in read) wanted.push(read.wanted);
    else if ('raw' in read) input[name] = read.raw;
    filled.push(name);
  }
  const comes = new Set([...Object.keys(reading.answers.defaults), ...wanted.map(({ field }) => field)]);
  if (!before) Object.assign(problems, parentMissing(entity, input, problems, comes));
  const byField = Object.fromEntries(
    Object.entries(words).map(([target, cell]) => [referenceOfKey(target) ?? target, cell]),
  );
  const record = before ? { id: before.id, version: before.version } : null;
  return {
    entity,
    line: row.line,
    record,
    key,
    createdAt: created.at,
    input,
    filled,
    wanted,
    words: { ...byField, ...words },
    problems,
  };
};

const learn = async (
  crm: Crm,
  { entity, targets, answers }: Reading,
  rows: readonly Row[],
  names: Names,
): Promise<void> => {
  const { db } = crm.database;
  if (entity.traits.ahead !== undefined) await learnSeveral(db, entity, targets, rows, names);
  for (const [at, target] of targets.entries()) {
    const keyOf = target === null ? null : referenceOfKey(target);
    const field = entity.fields[keyOf ?? target ?? ''];
    if (field?.kind !== 'reference') continue;
    const words = rows.map(({ cells }) => cleanText(cells[at] ?? '')).filter((cell) => cell !== '');
    await (keyOf === null ? names.learn(db, field.to, words) : names.learnKeys(db, field.to, words));
  }
  for (const [name, value] of Object.entries(answers.defaults)) {
    const field = entity.fields[name];
    if (value.is === 'create' && field?.kind === 'reference') await names.learn(db, field.to, [value.words]);
  }
};

/** The entities of which rows make records; what lies ahead is looked for last, so that it comes before what happened. */
const entitiesIn = ({ entity }: Reading): Entity[] => [
  entity,
  ...(entity.traits.ahead === undefined ? [] : [entityOf(entity.traits.ahead)]),
];

/** The records that the rows name by their ID elsewhere, by that ID. */
const keyedBy = async (crm: Crm, reading: Reading, rows: readonly Row[]): Promise<Map<string, Keyed>> => {
  const at = reading.targets.indexOf(KEY.name);
  const keys = at === -1 ? [] : rows.flatMap(({ cells }) => readSourceKey(cells[at] ?? '') ?? []);
  const found: Keyed[] = [];
  for (const { name } of entitiesIn(reading))
    found.push(...(await recordsKeyed(crm.database.db, name, keys, reading.source)));
  return new Map(found.map((keyed) => [keyed.key, keyed]));
};

/** What rows of a file mean: nothing is asked of the rules yet, and nothing written. */
export async function understand(
  ctx: ReadContext,
  reading: Reading,
  rows: readonly Row[],
  names: Names,
): Promise<Meant[]> {
  const { entity, targets } = reading;
  await learn(ctx.crm, reading, rows, names);
  const at = targets.indexOf(ID.name);
  const ids = at === -1 ? [] : rows.flatMap(({ cells }) => idIn(reading, cells[at]) ?? []);
  const records = await findRecords(ctx.crm.database.db, entity, ids);
  const keyed = await keyedBy(ctx.crm, reading, rows);
  const { currency, locale, timeZone: homeZone } = ctx.crm.settings;
  const context = { locale, timeZone: ctx.actor.timeZone, homeZone, stages: await pipelineOf(ctx.crm) };
  const comparisons = new Map<string, SaysSame>();
  for (const { name } of entitiesIn(reading)) {
    const kept = [...keyed.values()].filter((one) => one.entity === name).map(({ record }) => record);
    const before = name === entity.name ? [...records.values(), ...kept] : kept;
    comparisons.set(name, await comparison(ctx.crm, entityOf(name), before));
  }
  const same = ({ name }: Entity): SaysSame => comparisons.get(name) ?? (() => false);
  const [now, columns] = [momentOf(ctx.crm.now()), columnsOf(reading)];
  return rows.map((row) => meantBy(reading, row, { context, names, records, keyed, same, currency, columns, now }));
}
