import type { Field, Value } from '../../model/fields.ts';
import { parseField } from '../../model/parse.ts';
import type { SlackRequest } from '../slack-context.ts';
import { answersTo, type State } from './answers.ts';
import type { Redrawing } from './form-kind.ts';
import { CHANGED } from './inputs.ts';

/** What a form that is drawn again is filled in with. */
export interface Answered {
  given: Record<string, Value>;
  /** Names of the inputs to which the app gave another answer than the person, now or earlier. */
  changed: string[];
}

/** What is answered so far, with the record that was taken in place of a new one. */
export function answeredIn(
  request: SlackRequest,
  fields: Readonly<Record<string, Field>>,
  state: State,
  { taken }: Redrawing,
): Answered {
  const answered = taken ? { [taken.field]: taken.id } : {};
  return {
    given: { ...readable(request, fields, state), ...answered },
    changed: [...Object.keys(answered), ...changedInputs(state)],
  };
}

/** Names of the inputs whose answer the app changed earlier: they keep an id of their own, or Slack shows the old answer. */
const changedInputs = (state: State): string[] =>
  Object.entries(state)
    .filter(([, inputs]) => Object.keys(inputs).some((actionId) => actionId.includes(CHANGED)))
    .map(([name]) => name);

/** Answers that can be parsed; the others stay in the inputs as they are. */
const readable = (
  request: SlackRequest,
  fields: Readonly<Record<string, Field>>,
  state: State,
): Record<string, Value> => {
  const { currency, locale } = request.slack.crm.settings;
  const values: Record<string, Value> = {};
  for (const [name, raw] of Object.entries(answersTo(state, fields))) {
    const field = fields[name];
    const reading = field && parseField({ ...field, required: false }, raw, { currency, locale });
    if (reading && 'value' in reading) values[name] = reading.value;
  }
  for (const [name, field] of Object.entries(fields)) {
    if (field.kind === 'reference' && field.of !== undefined && !belongs(state, name, values[field.of] ?? null))
      delete values[name];
  }
  return values;
};

/** Was the dependent choice made for what it now depends on? Its action id tells (see actionIdOf). */
const belongs = (state: State, name: string, parent: Value): boolean => {
  const [actionId = ''] = Object.keys(state[name] ?? {});
  return actionId === `${name}@${parent ?? ''}`;
};
