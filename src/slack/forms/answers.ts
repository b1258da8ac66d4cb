import type { ViewStateValue } from '@slack/bolt';
import type { PlainTextOption } from '@slack/types';
import type { Field, Kind } from '../../model/fields.ts';
import { cut } from '../../model/text/text.ts';
import { plain } from '../messages/blocks.ts';

export type State = Record<string, Record<string, ViewStateValue>>;

/** Value of an option that stands for a customer yet to be made. */
export const NEW = 'new:';

const typed = (given: ViewStateValue): unknown => given.value ?? null;
const chosen = (given: ViewStateValue): unknown => given.selected_option?.value ?? null;

/** Kind -> raw input, as the parser takes it. */
const answerFor: Record<Kind, (given: ViewStateValue) => unknown> = {
  text: typed,
  longText: typed,
  email: typed,
  url: typed,
  phone: typed,
  money: typed,
  number: typed,
  date: (given) => given.selected_date ?? null,
  dateTime: (given) => given.selected_date_time ?? null,
  choice: chosen,
  stage: chosen,
  reference: chosen,
  person: (given) => given.selected_user ?? null,
};

/** What was answered to the question of that name; undefined when the form did not ask it. */
export function answerTo(state: State, name: string, field: Field): unknown {
  const given = Object.values(state[name] ?? {})[0];
  return given === undefined ? undefined : answerFor[field.kind](given);
}

/** The answers to all of these questions that the form asked. */
export function answersTo(state: State, fields: Readonly<Record<string, Field>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields)
      .map(([name, field]) => [name, answerTo(state, name, field)] as const)
      .filter(([, raw]) => raw !== undefined),
  );
}

/** The name of the new customer that an option stands for; null for an existing one. */
export function newName(raw: unknown): string | null {
  return typeof raw === 'string' && raw.startsWith(NEW) ? raw.slice(NEW.length) : null;
}

/** The option that stands for a customer yet to be made. */
export function newOption(name: string): PlainTextOption {
  return {
    text: plain(`➕ New customer “${cut(name, 50)}”`),
    value: `${NEW}${name}`,
  };
}
