/** What the inputs of a surface hold: Slack's `state.values`. */
import type { Json, JsonObject, StateValues } from '../../protocol.ts';
import { asObject, asString, objects } from '../json.ts';
import { optionsOf, placedElements } from '../elements.ts';

interface Slot {
  /** The property of the state that holds the value. */
  value: string;
  /** The property of the element that holds the first value. */
  initial: string;
  /** What "nothing" looks like. */
  empty: null | [];
}

const slot = (value: string, initial: string, empty: null | [] = null): Slot => ({ value, initial, empty });

/** Every element that contributes to the state. */
export const slots: Record<string, Slot> = {
  plain_text_input: slot('value', 'initial_value'),
  number_input: slot('value', 'initial_value'),
  email_text_input: slot('value', 'initial_value'),
  url_text_input: slot('value', 'initial_value'),
  rich_text_input: slot('rich_text_value', 'initial_value'),
  static_select: slot('selected_option', 'initial_option'),
  external_select: slot('selected_option', 'initial_option'),
  radio_buttons: slot('selected_option', 'initial_option'),
  users_select: slot('selected_user', 'initial_user'),
  conversations_select: slot('selected_conversation', 'initial_conversation'),
  channels_select: slot('selected_channel', 'initial_channel'),
  multi_static_select: slot('selected_options', 'initial_options', []),
  multi_external_select: slot('selected_options', 'initial_options', []),
  checkboxes: slot('selected_options', 'initial_options', []),
  multi_users_select: slot('selected_users', 'initial_users', []),
  multi_conversations_select: slot('selected_conversations', 'initial_conversations', []),
  multi_channels_select: slot('selected_channels', 'initial_channels', []),
  datepicker: slot('selected_date', 'initial_date'),
  timepicker: slot('selected_time', 'initial_time'),
  datetimepicker: slot('selected_date_time', 'initial_date_time'),
  file_input: slot('files', '', []),
};

/**
 * The state of these blocks: for each input the newest source that knows it (by block_id and action_id), else its
 * initial value. `here` is the conversation that `default_to_current_conversation` means.
 */
export function stateOf(blocks: JsonObject[], sources: StateValues[], here?: string): StateValues {
  const state: StateValues = {};
  for (const { element, blockId, actionId } of placedElements(blocks)) {
    const type = asString(element['type']);
    const held = slots[type];
    if (!held) continue;
    const known = sources.map((source) => source[blockId]?.[actionId]).find((entry) => fits(entry, element, held));
    const value = known ? (known[held.value] ?? held.empty) : initialOf(element, held, here);
    (state[blockId] ??= {})[actionId] = { type, [held.value]: canonical(value, element) };
  }
  return state;
}

/** An entry counts only for the same kind of element, and only if what it chose can still be chosen. */
function fits(entry: JsonObject | undefined, element: JsonObject, held: Slot): boolean {
  if (!entry || (entry['type'] !== undefined && entry['type'] !== element['type'])) return false;
  const options = optionsOf(element).map((option) => option['value']);
  if (options.length === 0) return true;
  const chosen = held.empty ? objects(entry[held.value]) : [entry[held.value]].filter((one) => one);
  return chosen.every((option) => options.includes(asObject(option)['value']));
}

function initialOf(element: JsonObject, held: Slot, here?: string): Json {
  const given = element[held.initial];
  if (given !== undefined) return given;
  const current = element['default_to_current_conversation'] === true && here !== undefined;
  if (!current) return held.empty;
  return held.empty ? [here] : here;
}

/** A blank text is no text; a chosen option is the element's own option. */
function canonical(value: Json, element: JsonObject): Json {
  if (value === '') return null;
  const options = optionsOf(element);
  const own = (one: Json): Json => options.find((option) => option['value'] === asObject(one)['value']) ?? one;
  if (options.length === 0) return value;
  return Array.isArray(value) ? value.map(own) : value === null ? null : own(value);
}
