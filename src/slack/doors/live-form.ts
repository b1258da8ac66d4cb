import type { App, BlockAction } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import type { AnyRecord } from '../../model/entity.ts';
import type { Field, Value } from '../../model/fields.ts';
import { NotFound } from '../../model/problems.ts';
import { parseField } from '../../model/parse.ts';
import { entityOf } from '../../model/registry.ts';
import { readRecord } from '../../crm/road.ts';
import type { Ask } from '../desk.ts';
import { answersTo, type State } from '../forms/answers.ts';
import { FORM, memoryOf, type FormMemory } from '../forms/form.ts';
import { CHANGED } from '../forms/inputs.ts';
import { LOG_FIELDS, logForm } from '../forms/log-form.ts';
import { askedFields, recordForm } from '../forms/record-form.ts';
import { USE } from '../forms/twins.ts';
import { admit, type Lobby } from './door.ts';

/**
 * An answer on which others depend was given: the form is drawn anew for it. What was typed stays, because Slack keeps
 * the value of every input whose ids stay.
 */
export const liveFormDoor = (app: App, lobby: Lobby): void => {
  app.action<BlockAction>({ type: 'block_actions', action_id: /^(?!verb:)/ }, async ({ ack, body }) => {
    const { view } = body;
    if (view?.callback_id !== FORM) return ack();
    try {
      const ask = await admit(lobby, {
        userId: body.user.id,
        userTeam: body.user.team_id,
        channel: memoryOf(view).channel ?? null,
        source: 'form',
      });
      const redrawn = await redraw(ask, view.private_metadata, view.state.values, takenIn(body));
      await lobby.desk.client.views.update({ view_id: view.id, hash: view.hash, view: redrawn });
    } catch (error) {
      // A newer answer is already redrawing the form, or the form is closed: either way there is nothing to do.
      lobby.desk.log.debug({ err: error }, 'a form was not redrawn');
    }
    // Only now: Slack shows that the answer is being worked on until the form is as it should be.
    return ack();
  });
};

/** A record that was there already and is taken in place of a new one. */
interface Taken {
  field: string;
  id: number;
}

const takenIn = ({ actions: [action] }: BlockAction): Taken | null => {
  const [, field = '', id = ''] = new RegExp(`^${USE}(\\w+):(\\d+)$`).exec(action?.action_id ?? '') ?? [];
  return field === '' ? null : { field, id: Number(id) };
};

const redraw = async (ask: Ask, private_metadata: string, state: State, taken: Taken | null): Promise<ModalView> => {
  const memory = memoryOf({ private_metadata });
  const view = await drawn(ask, memory, state, taken);
  // What was seen and decided so far is kept.
  const kept = { ...memory, ...memoryOf({ private_metadata: view.private_metadata ?? '{}' }) };
  return { ...view, private_metadata: JSON.stringify(kept) };
};

const drawn = async (ask: Ask, memory: FormMemory, state: State, taken: Taken | null): Promise<ModalView> => {
  const answered = taken ? { [taken.field]: taken.id } : {};
  const changed = [...Object.keys(answered), ...changedInputs(state)];
  if (memory.form === 'log') {
    const given = { ...readable(ask, LOG_FIELDS, state), ...answered };
    return logForm(ask, given, await dealIn(ask, given), changed);
  }
  const entity = entityOf(memory.entity);
  const given = { ...readable(ask, askedFields(entity), state), ...answered };
  const record =
    memory.id === undefined ? undefined : await readRecord(ask.desk.crm, ask.actor, memory.entity, memory.id);
  // The version stays the one of the opening: what others save meanwhile must not be overwritten.
  const opened = record && { ...record, version: memory.version ?? record.version };
  return recordForm(ask, entity, { ...(opened && { record: opened }), given, changed });
};

/** Names of the inputs whose answer the app changed earlier: they keep an id of their own, or Slack shows the old answer. */
const changedInputs = (state: State): string[] =>
  Object.entries(state)
    .filter(([, inputs]) => Object.keys(inputs).some((actionId) => actionId.includes(CHANGED)))
    .map(([name]) => name);

/** What is answered so far and can be read; the rest stays in the inputs as it is. */
const readable = (ask: Ask, fields: Readonly<Record<string, Field>>, state: State): Record<string, Value> => {
  const { currency, locale } = ask.desk.crm.settings;
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

const dealIn = async (ask: Ask, { deal, customer }: Record<string, Value>): Promise<AnyRecord | null> => {
  if (typeof deal !== 'number') return null;
  try {
    const record = await readRecord(ask.desk.crm, ask.actor, 'deal', deal);
    return record['customer'] === customer ? record : null;
  } catch (error) {
    if (error instanceof NotFound) return null;
    throw error;
  }
};
