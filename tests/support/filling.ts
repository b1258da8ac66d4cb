/** Turns what a person means ("Acme", "2026-12-01") into what an input holds. */
import type { Json, JsonObject, Snapshot } from '../../src/practice/protocol.ts';
import { asString, textOf } from '../../src/practice/server/json.ts';
import { optionsOf } from '../../src/practice/server/elements.ts';
import { slots } from '../../src/practice/server/state/view-state.ts';

export interface Upload {
  name: string;
  bytes: Buffer;
}

/** What can be put into an input: text, a choice by its text, a day, a time, several choices, files; null clears it. */
export type Meant = string | number | null | string[] | Upload | Upload[];

export interface Hands {
  snapshot: () => Snapshot;
  /** The options of a typeahead for what was typed. */
  suggest: (query: string) => Promise<JsonObject[]>;
  upload: (file: Upload) => { id: string };
}

/** The element's entry of the state: `{ type, value }`, `{ type, selected_option }` … */
export async function entryFor(element: JsonObject, meant: Meant, hands: Hands): Promise<JsonObject> {
  const type = asString(element['type']);
  const slot = slots[type];
  if (!slot) throw new Error(`Nothing can be put into a ${type}.`);
  if (meant === null) return { type, [slot.value]: slot.empty };
  const several = slot.empty !== null;
  const items: (string | number | Upload)[] = Array.isArray(meant) ? meant : [meant];
  const values: Json[] = [];
  for (const item of items) values.push(await valueFor(element, type, item, hands));
  return { type, [slot.value]: several ? values : values[0]! };
}

async function valueFor(
  element: JsonObject,
  type: string,
  item: string | number | Upload,
  hands: Hands,
): Promise<Json> {
  if (typeof item === 'object') return hands.upload(item);
  const said = String(item);
  if (/^(multi_)?external_select$/.test(type)) return optionNamed(await hands.suggest(said), said);
  if (/^(multi_)?static_select$|^radio_buttons$|^checkboxes$|^overflow$/.test(type))
    return optionNamed(optionsOf(element), said);
  if (type.includes('users_select')) return personNamed(hands.snapshot(), said);
  if (/conversations_select|channels_select/.test(type)) return channelNamed(hands.snapshot(), said);
  if (type === 'datetimepicker') return typeof item === 'number' ? item : Math.floor(Date.parse(said) / 1000);
  return type === 'rich_text_input' ? richText(said) : said;
}

const richText = (text: string): JsonObject => ({
  type: 'rich_text',
  elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text }] }],
});

/** The option with this text: exactly, or the only one that starts with it, or the only one that has it. */
export function optionNamed(options: JsonObject[], said: string): JsonObject {
  const wanted = said.toLowerCase();
  const texts = options.map((option) => textOf(option['text']).toLowerCase());
  for (const matches of [
    (text: string) => text === wanted,
    (text: string) => text.startsWith(wanted),
    (text: string) => text.includes(wanted),
  ]) {
    const found = options.filter((_, index) => matches(texts[index]!));
    if (found.length === 1) return found[0]!;
  }
  throw new Error(`"${said}" is not exactly one of: ${options.map((option) => textOf(option['text'])).join(' | ')}`);
}

function personNamed({ people }: Snapshot, said: string): string {
  const bare = said.replace(/^@/, '');
  const person = people.find(({ id, handle, realName }) => [id, handle, realName].includes(bare));
  if (!person) throw new Error(`There is no person "${said}".`);
  return person.id;
}

export function channelNamed({ channels, app }: Pick<Snapshot, 'channels' | 'app'>, said: string): string {
  const bare = said.replace(/^#/, '');
  const channel = channels.find(({ id, name, kind }) =>
    kind === 'im' ? id === bare || ['app', 'dm', app.name].includes(bare) : [id, name].includes(bare),
  );
  if (!channel) throw new Error(`There is no channel "${said}" among: ${channels.map(({ name }) => name).join(', ')}`);
  return channel.id;
}
