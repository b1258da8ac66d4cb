import { type Entity } from '../../../model/entity.ts';
import { readCell, type Reading as CellReading } from '../../../model/import/cells.ts';
import type { Field } from '../../../model/fields.ts';
import { CREATED, kindOfTarget } from '../../../model/import/parts.ts';
import { readSourceKey } from '../../../model/import/source-ids.ts';
import { ID, KEY, keyOfReference, referenceOfKey, takesMore } from '../../../model/import/targets.ts';
import { entityOf } from '../../../model/registry.ts';
import { cleanText } from '../../../model/text/text.ts';
import { rowMeaning } from './activities.ts';
import { addToNotes } from './left-over.ts';
import { dependsOn, parentMissing, takeParent } from './parents.ts';
import type { Row } from '../table.ts';
import type { MissingReference } from './missing-reference.ts';
import { applyTogether, createdSaid, currencyProblem, wordsTogether } from './together.ts';
import { dialled } from './phones.ts';
import type { Aids } from './aids.ts';
import { readDefault, readField } from './read-field.ts';
import { idsIn, type Meant, type Reading } from './reading.ts';
import { idIn, idProblems } from './row-ids.ts';
import { ragged, wordsIn } from './words-in.ts';

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

/** What a row means. */
/** Does a new record have a value there, whatever is said? */
const startsAlone = (entity: Entity, name: string): boolean => {
  const field = entity.fields[name];
  return field !== undefined && 'initial' in field && field.initial !== undefined;
};

export function meantBy(reading: Reading, row: Row, aids: Aids): Meant {
  const { words: all, lines } = wordsIn(reading, aids.columns, row);
  const { [ID.name]: id, [KEY.name]: keyWords, ...cells } = all;
  const key = keyWords === undefined ? null : readSourceKey(keyWords);
  const own = aids.records.get(idIn(reading, id) ?? 0);
  const kept = aids.keyed.get(key ?? '');
  const { context, names, now } = aids;
  const as = (field: Field, said: string, target: string): CellReading =>
    readCell(cleanText(said), field, {
      ...context,
      ...(kindOfTarget(reading.entity, target) === 'date' && { timeZone: aids.ownZone }),
      refs: unread,
      convention: reading.conventions[target] ?? {},
    });
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
  const missing: MissingReference[] = [];
  for (const name of inOrder(entity, words)) {
    const cell = words[name];
    if (before && cell !== undefined && aids.same(entity)(before, name, cell)) continue;
    const parent = dependsOn(entity, name);
    // Whose it is comes first: then it may be clear which is meant.
    if (parent !== undefined && (parent in problems || keyOfReference(parent) in problems)) continue;
    const within = parent === undefined ? null : (input[parent] ?? before?.[parent] ?? null);
    const read = readField({ ...reading, entity }, name, words, aids, typeof within === 'number' ? within : null);
    if (read === null) continue;
    if ('missing' in read) missing.push(read.missing);
    else if ('problem' in read) problems[cell === undefined ? keyOfReference(name) : name] = read.problem;
    else if (read.leftOver && !takesMore(entity)) problems[name] = 'This cell has several values. Keep only one.';
    else {
      input[name] = read.raw;
      leftOver[name] = read.leftOver ?? [];
      takeParent(entity, name, input, before, names);
    }
  }
  for (const name of Object.keys(meaning.given)) takeParent(entity, name, input, before, names);
  Object.assign(input, dialled(entity, input, words, context.locale));
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
    if (before || isSaid || missing.some(({ field }) => field === name)) continue;
    if (value.is === 'value') {
      // What starts with something is never missing, so the rules would not ask for it.
      if (startsAlone(entity, name)) input[name] = value.raw;
      continue;
    }
    const read = readDefault(reading, name, value.words, aids);
    if (read === null) continue;
    if ('missing' in read) missing.push(read.missing);
    else if ('raw' in read) input[name] = read.raw;
    filled.push(name);
  }
  const comes = new Set([...Object.keys(reading.answers.defaults), ...missing.map(({ field }) => field)]);
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
    missing,
    words: { ...byField, ...words },
    problems,
  };
}
