import { refOf } from '../../model/entity.ts';
import type { AnyRecord } from '../../model/record.ts';
import { helpsToFill } from '../../model/import/parts.ts';
import { ID, KEY, keyOfReference } from '../../model/import/targets.ts';
import { Invalid, Problem, Stale } from '../../model/errors.ts';
import { cut } from '../../model/text/text.ts';
import { guard, draftEdit, draftNew, type Input } from '../records/index.ts';
import type { WriteContext } from '../context/index.ts';
import type { Memory } from './memory.ts';
import type { RowPlan } from './row-plan.ts';
import { columnOf, headingOf, type Meant, type Reading, type Trouble } from './meaning/reading.ts';
import { findTwins } from './twins.ts';

/** A validation problem for someone at a spreadsheet: which column, its value, and what to do. */
export function troubleWith(reading: Reading, { entity, words }: Meant, problem: Problem): Trouble {
  const about = (reason: string): Trouble => ({
    column: null,
    reason,
    parts: [{ name: '', words: null, text: reason }],
  });
  if (problem instanceof Stale) return about('Someone just changed this record. Import the row again.');
  if (!(problem instanceof Invalid)) return about(problem.message);
  const inOrder = Object.entries(problem.fields).toSorted(([a], [b]) => placeOf(reading, a) - placeOf(reading, b));
  const told = inOrder.map(([name, text]) => {
    const cell = words[name];
    const shown =
      cell === undefined || text.includes('“') || text.startsWith(cell)
        ? text
        : `“${cut(cell.replace(/\s+/g, ' '), 60)}”: ${text}`;
    const column = name === '' ? null : headingOf(reading, name, entity);
    return { column, text: shown, part: { name, words: cell ?? null, text } };
  });
  const [first, ...more] = told;
  const rest = more.map(({ column, text }) => ` ${column === null ? '' : `${column}: `}${text}`).join('');
  const parts = told.map(({ part }) => part);
  return { column: first?.column ?? null, reason: `${first?.text ?? problem.message}${rest}`, parts };
}

/** In the order of the columns; what has none comes last, what is about the row first. */
const placeOf = (reading: Reading, name: string): number => {
  if (name === '') return -1;
  const at = columnOf(reading, name);
  return at === -1 ? reading.targets.length : at;
};

/** @throws Invalid where a line further up is about the same */
const once = <K>(known: Map<K, number>, what: K, line: number, field: string, called: string): void => {
  const earlier = known.get(what);
  if (earlier !== undefined && earlier !== line)
    throw new Invalid({ [field]: `Line ${earlier} is already about ${called}. Keep only one of them.` });
  known.set(what, line);
};

/** @throws Invalid where a line further up has the same ID */
const onceKeyed = ({ keys }: Memory, key: string, line: number): void => {
  const earlier = keys.get(key);
  if (earlier !== undefined && earlier !== line)
    throw new Invalid({
      [KEY.name]: `“${cut(key, 60)}” is the ID of line ${earlier} as well. Keep one of the two, or give each its own.`,
    });
  keys.set(key, line);
};

const judgeNew = async (
  tx: WriteContext,
  { entity, line, key, createdAt, input }: Meant,
  memory: Memory,
): Promise<RowPlan> => {
  const made = await draftNew(tx, entity.name, input);
  const draft: AnyRecord = createdAt === null ? made : { ...made, createdAt };
  // The guard asks for employees that are stored; those of this file are not yet.
  const person = entity.traits.isColleague ? draft['person'] : null;
  if (typeof person === 'string') once(memory.people, person, line, 'person', 'this Slack user');
  return { entity, line, key, is: 'new', draft };
};

const judgeEdit = async (
  tx: WriteContext,
  { entity, line, key, input }: Meant,
  { id, version }: NonNullable<Meant['record']>,
  memory: Memory,
): Promise<RowPlan> => {
  once(memory.changed, refOf(entity, id), line, ID.name, refOf(entity, id));
  const { before, after } = await draftEdit(tx, { entity: entity.name, id }, input, version);
  if (after === before) return { entity, line, key, is: 'same', record: before };
  await guard(tx, entity, { before, after });
  return { entity, line, key, is: 'change', before, after };
};

/** Words that mean nothing, with all else that is wrong with the row: so it is put right once. @throws Invalid */
const tellAll = async (
  tx: WriteContext,
  reading: Reading,
  { entity, record, input, problems }: Meant,
): Promise<never> => {
  try {
    if (record === null) await draftNew(tx, entity.name, input);
    else await draftEdit(tx, { entity: entity.name, id: record.id }, input, record.version);
  } catch (error) {
    if (error instanceof Invalid) {
      const isTold = (name: string): boolean =>
        keyOfReference(name) in problems ||
        name in reading.answers.defaults ||
        Object.keys(problems).some((one) => helpsToFill(reading.entity, one, name));
      const others = Object.entries(error.fields).filter(([name]) => !isTold(name));
      throw new Invalid({ ...Object.fromEntries(others), ...problems });
    }
    if (!(error instanceof Problem)) throw error;
  }
  throw new Invalid(problems);
};

/**
 * The row with what somebody said about such problems: words that mean nothing count as left out, and what a record must
 * have and the row does not say is filled. null where that does not help.
 */
const mended = (
  { answers: { others, defaults } }: Reading,
  meant: Meant,
  problem: Problem,
): { input: Input; filled: string[] } | null => {
  if (!(problem instanceof Invalid)) return null;
  const input = { ...meant.input };
  const filled: string[] = [];
  for (const name of Object.keys(problem.fields)) {
    const value = defaults[name];
    const isSaid = meant.words[name] !== undefined && input[name] !== undefined;
    if (isSaid && others[name] === 'empty') delete input[name];
    else if (input[name] === undefined && value?.is === 'value') {
      input[name] = value.raw;
      filled.push(name);
    } else return null;
  }
  return { input, filled };
};

const judgeOne = async (tx: WriteContext, reading: Reading, given: Meant, memory: Memory): Promise<RowPlan> => {
  const { entity, line, key, record, problems } = given;
  const filled = [...given.filled];
  for (let meant = given; ;) {
    try {
      if (key !== null && !(KEY.name in problems)) onceKeyed(memory, key, line);
      if (Object.keys(problems).length > 0) return await tellAll(tx, reading, meant);
      const plan = await (record === null ? judgeNew(tx, meant, memory) : judgeEdit(tx, meant, record, memory));
      return filled.length === 0 ? plan : { ...plan, filled };
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      const better = Object.keys(problems).length > 0 ? null : mended(reading, meant, error);
      if (better === null) return { entity, line, key, is: 'bad', trouble: troubleWith(reading, meant, error) };
      filled.push(...better.filled);
      meant = { ...meant, input: better.input };
    }
  }
};

/**
 * Checks rows against permissions, rules, references and duplicates, as a write would; nothing is
 * written. In a transaction that writes them next, the result stays valid.
 */
export async function judge(
  tx: WriteContext,
  reading: Reading,
  all: readonly Meant[],
  memory: Memory,
): Promise<RowPlan[]> {
  const evaluations: RowPlan[] = [];
  for (const meant of all) evaluations.push(await judgeOne(tx, reading, meant, memory));
  return findTwins(tx, reading, evaluations, memory);
}
