/** What the inputs of one message, modal or Home hold, in Slack's own shape. */
import type { Json, JsonObject, StateValues, Surface } from '../../protocol.ts';
import { elementsIn } from '../walk.ts';

/** For each stateful element: the field that holds its value, the field that holds its initial value, and "nothing". */
const FIELDS: Record<string, [value: string, initial: string, empty: Json]> = {
  plain_text_input: ['value', 'initial_value', null],
  email_text_input: ['value', 'initial_value', null],
  url_text_input: ['value', 'initial_value', null],
  number_input: ['value', 'initial_value', null],
  rich_text_input: ['rich_text_value', 'initial_value', null],
  static_select: ['selected_option', 'initial_option', null],
  external_select: ['selected_option', 'initial_option', null],
  users_select: ['selected_user', 'initial_user', null],
  conversations_select: ['selected_conversation', 'initial_conversation', null],
  channels_select: ['selected_channel', 'initial_channel', null],
  multi_static_select: ['selected_options', 'initial_options', []],
  multi_external_select: ['selected_options', 'initial_options', []],
  multi_users_select: ['selected_users', 'initial_users', []],
  multi_conversations_select: ['selected_conversations', 'initial_conversations', []],
  multi_channels_select: ['selected_channels', 'initial_channels', []],
  radio_buttons: ['selected_option', 'initial_option', null],
  checkboxes: ['selected_options', 'initial_options', []],
  datepicker: ['selected_date', 'initial_date', null],
  timepicker: ['selected_time', 'initial_time', null],
  datetimepicker: ['selected_date_time', 'initial_date_time', null],
  file_input: ['files', 'initial_files', []],
};

export function isStateful(type: string): boolean {
  return type in FIELDS;
}

/** The name of the field of Slack's state that this kind of element fills. */
export function fieldOf(type: string): string {
  return FIELDS[type]?.[0] ?? 'value';
}

export function initialOf(element: JsonObject, here?: string): JsonObject {
  const type = String(element.type);
  const [value, initial, empty] = FIELDS[type] ?? ['value', 'initial_value', null];
  let start = element[initial] ?? empty;
  if (element.default_to_current_conversation === true && here) start ||= type.startsWith('multi') ? [here] : here;
  return { type, [value]: start };
}

export class Form {
  #values = new Map<string, JsonObject>();

  /**
   * Takes over a new version of the blocks. As in Slack, a value stays with its block_id and action_id, whatever the new
   * version's initial value says; an input that is gone is forgotten.
   */
  sync(blocks: JsonObject[], here?: string): void {
    const next = new Map<string, JsonObject>();
    for (const { blockId, actionId, element } of elementsIn(blocks)) {
      if (!isStateful(String(element.type))) continue;
      const id = keyOf(blockId, actionId);
      const kept = this.#values.get(id);
      next.set(id, kept?.type === element.type ? (kept ?? {}) : initialOf(element, here));
    }
    this.#values = next;
  }

  get(blockId: string, actionId: string): JsonObject | undefined {
    return this.#values.get(keyOf(blockId, actionId));
  }

  set(blockId: string, actionId: string, value: JsonObject): void {
    this.#values.set(keyOf(blockId, actionId), value);
  }

  state(): StateValues {
    const state: StateValues = {};
    for (const [id, value] of this.#values) {
      const [blockId = '', actionId = ''] = JSON.parse(id) as string[];
      (state[blockId] ??= {})[actionId] = value;
    }
    return state;
  }
}

const keyOf = (blockId: string, actionId: string): string => JSON.stringify([blockId, actionId]);

const forms = new Map<string, Form>();

/** The form of a surface, remembered while the page lives so that scrolling away and back loses nothing. */
export function formOf(where: Surface): Form {
  const id = where.type === 'view' ? where.viewId : `${where.channel} ${where.ts}`;
  let form = forms.get(id);
  if (!form) forms.set(id, (form = new Form()));
  return form;
}
