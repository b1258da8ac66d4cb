import type { Entity } from '../../../model/entity.ts';
import type { AnyRecord, Stage } from '../../../model/record.ts';
import { quoted, type Reading as CellReading } from '../../../model/import/cells.ts';
import { ADDRESS, CREATED, readOutcome, readYesNo } from '../../../model/import/parts.ts';
import { stageFieldOf } from '../../../model/reference-fields.ts';
import { cleanLine } from '../../../model/text/text.ts';

/*
 * What the columns of a row say together: first and last name, street and town, a status beside a stage, a close date that
 * is the closing day of a closed deal and the expected one of an open deal.
 */

type Words = Readonly<Record<string, string>>;

const joined = (parts: readonly (string | undefined)[], between: string): string =>
  parts.flatMap((part) => (part === undefined ? [] : [cleanLine(part)])).join(between);

const addressOf = (words: Words): string => {
  const [street, postalCode, city, region] = ADDRESS.map(({ name }) => words[name]);
  // The town goes behind its code where the code is short, as on letters of most countries.
  const town = joined([postalCode, city], ' ');
  return [street, town, region].flatMap((line) => (line === undefined || line === '' ? [] : [line.trim()])).join('\n');
};

/** A status that is no outcome is a stage, where no other column holds one. */
const statusAsStage = (entity: Entity, words: Words): Words => {
  const stage = stageFieldOf(entity);
  const { outcome, ...others } = words;
  if (stage === undefined || outcome === undefined || words[stage] !== undefined || readOutcome(outcome)) return words;
  return { ...others, [stage]: outcome };
};

/** The words of a row by field, with those that several columns make together. */
export function wordsTogether(entity: Entity, row: Words): Record<string, string> {
  const { fields } = entity;
  const words = statusAsStage(entity, row);
  const name = joined([words['firstName'], words['middleName'], words['lastName']], ' ');
  const address = addressOf(words);
  return {
    ...(name !== '' && 'name' in fields && { name }),
    ...(address !== '' && 'address' in fields && { address }),
    ...words,
  };
}

interface Together {
  words: Words;
  /** What the cells of fields stand for so far; filled further. */
  input: Record<string, unknown>;
  problems: Record<string, string>;
  before: AnyRecord | undefined;
  stages: readonly Stage[];
  /** Reads words as the day in a cell of that target. */
  day: (words: string, target: string) => CellReading;
}

/** What the row says of a deal's outcome; null where it says nothing. */
const outcomeSaid = (stage: string, { words, problems }: Together): Stage['outcome'] | null => {
  const { outcome, isClosed, isWon } = words;
  const [closed, won] = [isClosed, isWon].map((cell) => (cell === undefined ? undefined : readYesNo(cell)));
  if (closed === null) problems['isClosed'] = `${quoted(isClosed ?? '')} isn’t yes or no. Use true or false.`;
  if (won === null) problems['isWon'] = `${quoted(isWon ?? '')} isn’t yes or no. Use true or false.`;
  const said = outcome === undefined ? null : readOutcome(outcome);
  if (outcome !== undefined && said === null)
    problems['outcome'] =
      `${quoted(outcome)} isn’t open, won or lost. Don’t import the column if it holds something else.`;
  if (said !== null) return said;
  if (won === true) return 'won';
  if (closed === true) return 'lost';
  if (closed === false) return 'open';
  // `Closed Won` where no stage is called so.
  const ending = stage in problems ? readOutcome(words[stage] ?? '') : null;
  return ending === 'open' ? null : ending;
};

/** A status counts more than the stage beside it: a deal that was won stays in the stage that it had in other systems. */
const applyOutcome = (stage: string, together: Together): void => {
  const { input, problems, before, stages, words } = together;
  const said = outcomeSaid(stage, together);
  if (said === null) return;
  const named = stages.find(({ id }) => id === (input[stage] ?? before?.[stage]));
  if (named?.outcome === said) return;
  if (said !== 'open') {
    input[stage] = stages.find(({ outcome }) => outcome === said)?.id;
    delete problems[stage];
  } else if (input[stage] !== undefined)
    problems[stage] =
      `The stage is ${quoted(words[stage] ?? '')}, but the row says that the deal is open. Correct one of them.`;
};

const applyClosing = (stage: string, { words, input, problems, before, stages, day }: Together): void => {
  const outcome = stages.find(({ id }) => id === (input[stage] ?? before?.[stage]))?.outcome ?? 'open';
  const moments = { won: words['wonAt'], lost: words['lostAt'], open: undefined };
  const target = moments[outcome] === undefined ? 'closing' : `${outcome}At`;
  const closing = words[target];
  const name = outcome === 'open' ? 'closeOn' : 'closedOn';
  if (closing === undefined || input[name] !== undefined || name in problems) return;
  const read = day(closing, target);
  if ('raw' in read) input[name] = read.raw;
  else problems[target] = read.problem;
};

/** Adds what the columns of a row say together. */
export function applyTogether(entity: Entity, together: Together): void {
  const stage = stageFieldOf(entity);
  if (stage === undefined) return;
  applyOutcome(stage, together);
  if ('closedOn' in entity.fields) applyClosing(stage, together);
}

/** An amount in another currency stands in no sum: `problem` says so. Those of our own file were there before. */
export function currencyProblem(
  input: Readonly<Record<string, unknown>>,
  before: AnyRecord | undefined,
  currency: string,
): string | null {
  const said = input['currency'];
  if (typeof said !== 'string' || said === currency || said === before?.['currency']) return null;
  return `The amount is in ${said}, but amounts here are in ${currency}. Convert it, or remove the amount.`;
}

/** When the record was made, or why the words say nothing of it. @param read reads words as a moment */
export function createdSaid(
  words: Words,
  read: (words: string) => CellReading,
  now: string,
): { at: string | null; problem?: string } {
  const cell = words[CREATED.name];
  if (cell === undefined) return { at: null };
  const reading = read(cell);
  if ('problem' in reading) return { at: null, problem: reading.problem };
  const at = String(reading.raw);
  return at <= now ? { at } : { at: null, problem: `${quoted(cell)} is in the future. Correct it or leave it empty.` };
}
