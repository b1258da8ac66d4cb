import type { InputBlock, PlainTextOption } from '@slack/types';
import type { Kind } from '../../../model/fields.ts';
import { dayIn } from '../../../model/dates/calendar.ts';
import { wordsKey, type Answers, type Meaning } from '../../../model/import/answers.ts';
import { isBlankCell } from '../../../model/import/blanks.ts';
import type { ColumnFacts, Convention } from '../../../model/import/columns.ts';
import { readDayOfMoment } from '../../../model/import/days.ts';
import { kindOfTarget } from '../../../model/import/parts.ts';
import { readMoney, withDecimal } from '../../../model/numbers/amounts.ts';
import type { Entity } from '../../../model/entity.ts';
import { count, cut } from '../../../model/text/text.ts';
import { plain } from '../../messages/blocks.ts';
import type { State } from '../../forms/answers.ts';
import { showMoney } from '../../views/mask.ts';

/*
 * What is asked once about a whole column, because its cells could mean two things: which of 03/04 is the day, what the
 * point in 1.234 is, and whether N/A is nothing.
 */

/** A column of the file, and where its cells go. */
export interface Column {
  at: number;
  heading: string;
  target: string;
  facts: ColumnFacts;
}

/** How people here write amounts. */
export interface Habits {
  locale: string;
  currency: string;
}

interface Reading {
  is: 'days' | 'decimal';
  /** A cell that could be two things. */
  example: string;
  /** Convention to what the example is then. */
  options: PlainTextOption[];
}

const DAYS: readonly Kind[] = ['date', 'dateTime'];

const dayOptions = (example: string, locale: string): PlainTextOption[] =>
  (['day first', 'month first'] as const).flatMap((order) => {
    const day = readDayOfMoment(example, locale, 'UTC', { order });
    return day === null ? [] : [{ text: plain(dayIn(day, locale)), value: order }];
  });

const amountOptions = (example: string, { locale, currency }: Habits): PlainTextOption[] => {
  // Where people here write it in one way only, it means that.
  if ('minor' in readMoney(example, currency, { locale })) return [];
  return (['.', ','] as const).flatMap((decimal) => {
    const reading = readMoney(withDecimal(example, decimal), currency, { locale });
    return 'minor' in reading
      ? [{ text: plain(showMoney(reading.minor, currency, { locale, masked: false })), value: decimal }]
      : [];
  });
};

/** What is not clear about how a column is read; null where it is. */
const unclear = (entity: Entity, { target, facts }: Column, habits: Habits): Reading | null => {
  const kind = kindOfTarget(entity, target);
  if (kind === undefined) return null;
  if (DAYS.includes(kind) && facts.days.is === 'open') {
    const { example } = facts.days;
    const options = dayOptions(example, habits.locale);
    return options.length > 1 ? { is: 'days', example, options } : null;
  }
  if (kind !== 'money' || facts.decimal.is !== 'open') return null;
  const { example } = facts.decimal;
  const options = amountOptions(example, habits);
  return options.length > 1 ? { is: 'decimal', example, options } : null;
};

const conventionBlock = ({ at, target }: Column): string => `convention-${at}-${target}`;
const blankBlock = ({ at }: Column): string => `blank-${at}`;

const conventionInput = (
  column: Column,
  { is, example, options }: Reading,
  said: Convention | undefined,
): InputBlock => {
  const initial = options.find(({ value }) => value === said?.[is]);
  return {
    type: 'input',
    block_id: conventionBlock(column),
    label: plain(`In “${cut(column.heading, 60)}”, ${cut(example, 40)} is`, 150),
    element: {
      type: 'radio_buttons',
      action_id: conventionBlock(column),
      options,
      ...(initial && { initial_option: initial }),
    },
  };
};

const MOST_BLANKS = 10;

const placeholdersIn = (entity: Entity, { target, facts }: Column): [words: string, rows: number][] => {
  const kind = kindOfTarget(entity, target);
  if (kind === undefined) return [];
  return Object.entries(facts.placeholders)
    .filter(([words]) => !isBlankCell(words, kind))
    .slice(0, MOST_BLANKS);
};

const blankInput = (column: Column, words: readonly [string, number][]): InputBlock => {
  const options = words.map(([one, rows]) => ({ text: plain(`“${one}” (${count(rows, 'row')})`), value: one }));
  return {
    type: 'input',
    block_id: blankBlock(column),
    optional: true,
    label: plain(`In “${cut(column.heading, 60)}”, treat as empty`, 150),
    element: { type: 'checkboxes', action_id: blankBlock(column), options, initial_options: options },
  };
};

/** The questions about one column; none where its cells are clear. */
export function columnQuestions(entity: Entity, column: Column, habits: Habits, answers: Answers): InputBlock[] {
  const reading = unclear(entity, column, habits);
  const blanks = placeholdersIn(entity, column);
  return [
    ...(reading ? [conventionInput(column, reading, answers.conventions[column.target])] : []),
    ...(blanks.length > 0 ? [blankInput(column, blanks)] : []),
  ];
}

/** Is a column not clear, and nobody said how it is to be read? */
export function isUndecided(entity: Entity, column: Column, habits: Habits, answers: Answers): boolean {
  const reading = unclear(entity, column, habits);
  return reading !== null && answers.conventions[column.target]?.[reading.is] === undefined;
}

/** What was answered about the columns. */
export function columnAnswers(columns: readonly Column[], state: State): Partial<Answers> {
  const conventions: Record<string, Convention> = {};
  const values: Record<string, Record<string, Meaning>> = {};
  for (const column of columns) {
    const way = state[conventionBlock(column)]?.[conventionBlock(column)]?.selected_option?.value;
    if (way === 'day first' || way === 'month first') conventions[column.target] = { days: way };
    if (way === '.' || way === ',') conventions[column.target] = { decimal: way };
    const blanks = state[blankBlock(column)]?.[blankBlock(column)]?.selected_options ?? [];
    if (blanks.length > 0)
      values[column.target] = Object.fromEntries(blanks.map(({ value }) => [wordsKey(value), { is: 'empty' }]));
  }
  return { conventions, values };
}
