/**
 * Tests that read like people:
 *
 *   const ana = person(workspace.as('U0ANA'));
 *   await ana.slash('/crm log', { in: 'sales' });
 *   await ana.fill({ Customer: 'Acme', Kind: 'Call', 'What was said': 'They will renew.' });
 *   expect(await ana.submit()).toEqual({});
 *   await until(() => ana.reads('sales').includes('…'));
 *
 * `fill`, `click` and `choose` wait until what they need is on the screen. What Slack itself would tell the person
 * ("/crm failed because the app did not respond") is thrown as a `Notice`, so that no test overlooks it.
 */
import type { Act, ActResult, JsonObject, Message, Snapshot, StateValues, View } from '../../src/practice/protocol.ts';
import type { PersonDriver } from '../../src/practice/server/index.ts';
import { asString, asText, objects, textOf } from '../../src/practice/server/json.ts';
import { allBlocks, optionsOf, type Placed } from '../../src/practice/server/elements.ts';
import { channelNamed, entryFor, optionNamed, type Hands, type Meant } from './filling.ts';
import { readBlock, readMessage } from './reading.ts';
import { find, isButton, isNamed, readFront, type Found } from './screen.ts';
import { until } from './until.ts';

export class Notice extends Error {}

export class Person {
  readonly driver: PersonDriver;
  readonly #typed = new Map<string, StateValues>();
  #atHome = false;

  constructor(driver: PersonDriver) {
    this.driver = driver;
  }

  get id(): string {
    return this.driver.id;
  }

  /** Runs a slash command in a channel. The direct message with the app, 'app', takes none while its manifest has it read-only. */
  async slash(command: string, { in: channel = 'sales' } = {}): Promise<void> {
    this.#atHome = false;
    await this.#do({ do: 'command', channel: this.#channel(channel), text: command });
  }

  /** Writes a message; `thread` is the ts of the message it answers. */
  async says(text: string, { in: channel = 'app', thread }: { in?: string; thread?: string } = {}): Promise<void> {
    this.#atHome = false;
    const threadTs = thread ? { threadTs: thread } : {};
    await this.#do({ do: 'message', channel: this.#channel(channel), text, ...threadTs });
  }

  /** Deletes a message, as its author or an admin may. */
  async deletes({ channel, ts }: Pick<Message, 'channel' | 'ts'>): Promise<void> {
    await this.#do({ do: 'delete_message', channel, ts });
  }

  /** Puts values into the inputs with these labels, in this order. */
  async fill(values: Record<string, Meant>): Promise<void> {
    for (const [label, meant] of Object.entries(values)) {
      const found = await this.#found(label, (one) => textOf(one.block['label']) === label);
      await this.#put(found, await this.#entry(found, meant), found.placed.block['dispatch_action'] === true);
    }
  }

  /** Chooses in a menu or picker that answers at once: by its label, placeholder or the text beside it. */
  async choose(label: string, meant: Meant): Promise<void> {
    const found = await this.#labelled(label);
    const { element } = found.placed;
    if (element['type'] !== 'overflow') return this.#put(found, await this.#entry(found, meant), true);
    return this.#act(found, { selected_option: optionNamed(optionsOf(element), asText(meant)) });
  }

  /** Sends the dialog on top. Returns what stands under its inputs then, by label; {} when it was taken. */
  async submit(): Promise<Record<string, string>> {
    const view = await until(() => this.modal());
    const result = await this.driver.do({ do: 'submit', viewId: view.id, state: this.#typed.get(view.id) ?? {} });
    if (result.ok) return {};
    if (!result.errors) throw new Notice(result.notice);
    const labels = new Map(view.blocks.map((block) => [block['block_id'], textOf(block['label'])]));
    return Object.fromEntries(Object.entries(result.errors).map(([id, text]) => [labels.get(id) || id, text]));
  }

  /** Closes the dialog on top (Cancel), or with `all` every open one (×). */
  async cancel({ all = false } = {}): Promise<void> {
    await this.#do({ do: 'close', viewId: this.modal().id, all });
  }

  /** Presses the button with this text (and words beside it, where there are several), on the dialog on top, or else on the newest message that has it. */
  async click(text: string, { beside = '' } = {}): Promise<void> {
    const isMeant = (one: Placed, shown: Snapshot): boolean =>
      isButton(one) && textOf(one.element['text']) === text && readBlock(one.block, {}, shown).includes(beside);
    await this.#act(await this.#found(text, isMeant), {});
  }

  /** What a typeahead offers for this text. */
  async offered(label: string, query: string): Promise<string[]> {
    return (await this.#suggest(await this.#labelled(label), query)).map((option) => textOf(option['text']));
  }

  /** The same with what is said of each, by which two of one name are told apart. */
  async described(label: string, query: string): Promise<[text: string, description: string][]> {
    return (await this.#suggest(await this.#labelled(label), query)).map(({ text, description }) => [
      textOf(text),
      textOf(description),
    ]);
  }

  async shortcut(name: string): Promise<void> {
    await this.#do({ do: 'shortcut', callbackId: this.#shortcutNamed('global', name) });
  }

  /** Runs a message shortcut on the newest message of the channel that has this text. */
  async messageShortcut(name: string, { in: channel, on }: { in: string; on: string }): Promise<void> {
    const shown = this.driver.glance();
    const message = messagesIn(shown, channel).findLast((one) => readMessage(one, shown).includes(on));
    if (!message) throw new Error(`No message in ${channel} says "${on}".`);
    const callbackId = this.#shortcutNamed('message', name);
    await this.#do({ do: 'message_shortcut', callbackId, channel: message.channel, ts: message.ts });
  }

  /** Opens the app's Home and waits until it was published. */
  async home(): Promise<View> {
    this.#atHome = true;
    await this.#do({ do: 'open_home' });
    return until(() => structuredClone(this.driver.glance().home)!);
  }

  /** The dialog on top; throws when none is open. */
  modal(): View {
    const view = this.driver.glance().views.at(-1);
    if (!view) throw new Error('No dialog is open.');
    return structuredClone(view);
  }

  /** The text of what is in front: the dialog on top, or Home after `home()`, or the newest message. */
  sees(): string {
    return readFront(this.driver.glance(), this.#atHome);
  }

  /** The texts of a channel's messages as this person sees them, oldest first. */
  reads(channel: string): string[] {
    const shown = this.driver.glance();
    return messagesIn(shown, channel).map((message) => readMessage(message, shown));
  }

  messages(channel: string): Message[] {
    return structuredClone(messagesIn(this.driver.glance(), channel));
  }

  #channel = (name: string): string => channelNamed(this.driver.glance(), name);

  #shortcutNamed(type: 'global' | 'message', name: string): string {
    const found = this.driver.glance().shortcuts.find((one) => one.type === type && one.name === name);
    if (!found) throw new Error(`There is no ${type} shortcut "${name}".`);
    return found.callbackId;
  }

  async #do(act: Act): Promise<ActResult> {
    const result = await this.driver.do(act);
    if (!result.ok) throw new Notice(result.notice ?? JSON.stringify(result.errors));
    return result;
  }

  /** Waits for the element that is wanted. */
  #found(name: string, wanted: (one: Placed, shown: Snapshot) => boolean): Promise<Found> {
    return until(() => {
      const shown = this.driver.glance();
      return structuredClone(find(shown, this.#atHome, name, (one) => wanted(one, shown)));
    });
  }

  #labelled = (label: string): Promise<Found> =>
    this.#found(label, (one, shown) => !isButton(one) && isNamed(one, label, shown));

  #entry(found: Found, meant: Meant): Promise<JsonObject> {
    const hands: Hands = {
      snapshot: () => this.driver.glance(),
      suggest: (query) => this.#suggest(found, query),
      upload: ({ name, bytes }) => this.driver.upload(name, bytes),
    };
    return entryFor(found.placed.element, meant, hands);
  }

  async #put(found: Found, entry: JsonObject, tell: boolean): Promise<void> {
    const { key } = found.screen;
    const { blockId, actionId } = found.placed;
    const typed = this.#typed.get(key) ?? {};
    this.#typed.set(key, { ...typed, [blockId]: { ...typed[blockId], [actionId]: entry } });
    const { type: _type, ...value } = entry;
    if (tell) await this.#act(found, value);
  }

  async #act(found: Found, value: JsonObject): Promise<void> {
    await this.#do({ do: 'action', value, ...this.#aim(found) });
  }

  async #suggest(found: Found, query: string): Promise<JsonObject[]> {
    const result = await this.#do({ do: 'suggest', query, ...this.#aim(found) });
    const { options, optionGroups } = result as { options?: JsonObject[]; optionGroups?: JsonObject[] };
    return [...(options ?? []), ...(optionGroups ?? []).flatMap((group) => objects(group['options']))];
  }

  /** Where an act is done, and what the inputs there hold. */
  #aim({ screen: { where, key }, placed: { blockId, actionId } }: Found) {
    return { where, blockId, actionId, state: this.#typed.get(key) ?? {} };
  }
}

const messagesIn = (shown: Snapshot, channel: string): Message[] => shown.messages[channelNamed(shown, channel)] ?? [];

export const person = (driver: PersonDriver): Person => new Person(driver);

/** The labels of all inputs of a view, for tests that ask what a form asks. */
export const labelsOf = (view: View): string[] =>
  allBlocks(view.blocks)
    .filter(({ block }) => asString(block['type']) === 'input')
    .map(({ block }) => textOf(block['label']));
