import { entityOf } from '../../model/registry.ts';
import type { InputBlock, PlainTextOption } from '@slack/types';
import type { Stage } from '../../model/record.ts';
import type { Field, Kind, Value, FieldOf } from '../../model/fields.ts';
import { editableMoney } from '../../model/money.ts';
import { formatPhone } from '../../model/phone.ts';
import { cut, lengthOf } from '../../model/text/text.ts';
import type { Titles } from '../../crm/records/index.ts';
import { plain } from '../messages/blocks.ts';
import { newName, newOption } from './answers.ts';
import { choicesOf, MOST_OPTIONS, stageChoices } from './choices.ts';
import { oneOf } from '../../model/entity.ts';

/** One question of a form. `name` is the block's id, so that every error finds its input. */
export interface Question {
  name: string;
  field: Field;
  value: Value;
  /** Answering it redraws the form. */
  live?: boolean;
  /** What was answered in words that mean nothing yet: shown again, so that nothing is lost. */
  typed?: unknown;
  /** The app changed the answer: Slack shows it only in an input of another id. */
  changed?: boolean;
}

export interface FormContext {
  currency: string;
  stages: readonly Stage[];
  titles: Titles;
  /** Values of the whole form, for choices that depend on others. */
  values: Readonly<Record<string, Value>>;
}

type Element = InputBlock['element'];
type ElementOf<K extends Kind> = (actionId: string, field: FieldOf<K>, value: Value, context: FormContext) => Element;

/** Slack takes no more in an input, and refuses the whole form for it. */
const MOST_TYPED = 3000;

/** Is a text longer than an input holds? An input with a part of it would save that part alone. */
export function exceedsInput({ kind }: Field, value: Value): boolean {
  return kind === 'longText' && typeof value === 'string' && lengthOf(value) > MOST_TYPED;
}

const startingWith = (value: Value): { initial_value?: string } =>
  value === null ? {} : { initial_value: cut(String(value), MOST_TYPED) };

const textInput =
  (multiline: boolean) =>
  (action_id: string, _field: FieldOf<'text' | 'longText'>, value: Value): Element => ({
    type: 'plain_text_input',
    action_id,
    multiline,
    ...startingWith(value),
  });

const line = (action_id: string, _field: Field, value: Value): Element => ({
  type: 'plain_text_input',
  action_id,
  ...startingWith(value),
});

/** Some of a few; of more than Slack lists, people look up what they type. */
const choosing = (action_id: string, choices: readonly PlainTextOption[], value: Value): Element => {
  const chosen = choices.find((choice) => choice.value === String(value));
  const initial = chosen && { initial_option: chosen };
  return choices.length > MOST_OPTIONS
    ? { type: 'external_select', action_id, min_query_length: 0, placeholder: plain('Type to search'), ...initial }
    : { type: 'static_select', action_id, options: [...choices], ...initial };
};

/** Kind -> input. Lengths and formats are checked by our own parser, whose messages say what to do. */
const elementFor: { [K in Kind]: ElementOf<K> } = {
  text: textInput(false),
  longText: textInput(true),
  email: line,
  url: line,
  phone: (id, field, value) => line(id, field, value === null ? null : formatPhone(String(value))),
  money: (id, field, value, { currency }) =>
    line(id, field, value === null ? null : editableMoney(Number(value), currency)),
  number: (action_id, { min, max }, value) => ({
    type: 'number_input',
    action_id,
    is_decimal_allowed: false,
    min_value: String(min),
    max_value: String(max),
    ...(value !== null && { initial_value: String(value) }),
  }),
  date: (action_id, _field, value) => ({
    type: 'datepicker',
    action_id,
    ...(value !== null && { initial_date: String(value) }),
  }),
  dateTime: (action_id, _field, value) => ({
    type: 'datetimepicker',
    action_id,
    ...(value !== null && { initial_date_time: Math.floor(Date.parse(String(value)) / 1000) }),
  }),
  choice: (action_id, { options }, value) => choosing(action_id, choicesOf(options), value),
  stage: (action_id, _field, value, { stages }) => choosing(action_id, stageChoices(stages), value),
  reference: (action_id, field, value, { titles }) => ({
    type: 'external_select',
    action_id,
    min_query_length: 0,
    placeholder: plain(
      `Type to find ${entityOf(field.to).traits.isColleague ? 'a teammate' : oneOf(entityOf(field.to))}`,
      150,
    ),
    ...(typeof value === 'number' && {
      initial_option: { text: plain(titles(field.to, value)), value: String(value) },
    }),
  }),
  person: (action_id, _field, value) => ({
    type: 'users_select',
    action_id,
    ...(value !== null && { initial_user: String(value) }),
  }),
};

/**
 * Action id of an input. A choice that depends on another carries what it depends on: Slack then forgets the old answer
 * when the other changes, and the typeahead knows where to look.
 */
const actionIdOf = (name: string, field: Field, { values }: FormContext): string =>
  field.kind === 'reference' && field.of !== undefined ? `${name}@${values[field.of] ?? ''}` : name;

/** Precedes the answer in the action id of an input whose answer the app changed. */
export const CHANGED = '!';

/** The same input with words in it that could not be read. */
const retyped = (element: Element, typed: unknown): Element => {
  if (typeof typed !== 'string' || typed === '') return element;
  if (element.type === 'plain_text_input') return { ...element, initial_value: cut(typed, MOST_TYPED) };
  const fresh = element.type === 'external_select' ? newName(typed) : null;
  return fresh === null ? element : ({ ...element, initial_option: newOption(fresh) } as Element);
};

export function inputBlock(question: Question, context: FormContext): InputBlock {
  const { name, field, value, live, changed, typed } = question;
  const element = (elementFor[field.kind] as ElementOf<Kind>)(
    `${actionIdOf(name, field, context)}${changed ? `${CHANGED}${value ?? ''}` : ''}`,
    field as never,
    value,
    context,
  );
  return {
    type: 'input',
    block_id: name,
    label: plain(field.label, 2000),
    element: retyped(element, typed),
    optional: !field.required,
    ...(live && { dispatch_action: true }),
    ...(field.help !== undefined && { hint: plain(cut(field.help, 2000), 2000) }),
  };
}
