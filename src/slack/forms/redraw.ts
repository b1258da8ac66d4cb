import type { ModalView } from '@slack/types';
import type { AnyRecord } from '../../model/record.ts';
import type { Field, Value } from '../../model/fields.ts';
import { NotFound } from '../../model/errors.ts';
import { parseField } from '../../model/parse.ts';
import { entityOf } from '../../model/registry.ts';
import { jobOf } from '../../crm/import/index.ts';
import { readRecord } from '../../crm/records/index.ts';
import type { SlackRequest } from '../slack-context.ts';
import { answersTo, type State } from './answers.ts';
import { memoryOf, type FormMemory } from './form.ts';
import { columnsForm } from '../commands/import/index.ts';
import { CHANGED } from './inputs.ts';
import { LOG_FIELDS, logForm } from '../commands/log/index.ts';
import { askedFields, recordForm } from './record-form.ts';
import { redrawnSubscription } from '../commands/subscriptions/index.ts';
import { redrawnSummary } from '../commands/summary/index.ts';

/** A record that was there already and is taken in place of a new one. */
export interface Taken {
  field: string;
  id: number;
}

interface How {
  taken?: Taken | null;
  /** Which step of a long form is drawn; the one that is shown when left out. */
  step?: number;
  /** Question to what is wrong with it, shown beside it. */
  problems?: Readonly<Record<string, string>>;
}

/** The form as it is to look for what was answered so far. @param state answers of all its steps */
export async function redraw(
  request: SlackRequest,
  memory: FormMemory,
  state: State,
  how: How = {},
): Promise<ModalView> {
  const view = await drawn(request, memory, state, how);
  // What was seen and decided so far is kept.
  const kept = { ...memory, ...memoryOf({ private_metadata: view.private_metadata ?? '{}' }) };
  return { ...view, private_metadata: JSON.stringify(kept) };
}

const drawn = async (request: SlackRequest, memory: FormMemory, state: State, how: How): Promise<ModalView> => {
  const { taken, step = memory.step, problems } = how;
  if (memory.form === 'import-check') return columnsForm(request, await jobOf(request, memory.job ?? 0));
  if (memory.form === 'summary') return redrawnSummary(request, memory, state);
  if (memory.form === 'subscription') return redrawnSubscription(request, memory, state);
  const answered = taken ? { [taken.field]: taken.id } : {};
  const changed = [...Object.keys(answered), ...changedInputs(state)];
  if (memory.form === 'log') {
    const given = { ...readable(request, LOG_FIELDS, state), ...answered };
    return logForm(request, given, await dealIn(request, given), changed);
  }
  const entity = entityOf(memory.entity);
  const fields = askedFields(entity);
  const given = { ...readable(request, fields, state), ...answered };
  const record =
    memory.id === undefined ? undefined : await readRecord(request, { entity: memory.entity, id: memory.id });
  // The version stays the one of the opening: what others save meanwhile must not be overwritten.
  const opened = record && { ...record, version: memory.version ?? record.version };
  return recordForm(request, entity, {
    ...(opened && { record: opened }),
    given,
    changed,
    form: memory.form,
    typed: answersTo(state, fields),
    ...(step !== undefined && { step }),
    ...(memory.draft !== undefined && { draft: memory.draft }),
    ...(problems && { asides: problems }),
  });
};

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

const dealIn = async (request: SlackRequest, { deal, customer }: Record<string, Value>): Promise<AnyRecord | null> => {
  if (typeof deal !== 'number') return null;
  try {
    const record = await readRecord(request, { entity: 'deal', id: deal });
    return record['customer'] === customer ? record : null;
  } catch (error) {
    if (error instanceof NotFound) return null;
    throw error;
  }
};
