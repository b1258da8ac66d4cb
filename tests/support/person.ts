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
import type { Act, ActResult, JsonObject, Message, StateValues, Surface, View } from '../../src/practice/protocol.ts';
import type { PersonDriver } from '../../src/practice/index.ts';
import { asString, asText, objects, textOf } from '../../src/practice/json.ts';
import { allBlocks, optionsOf, placedElements, type Placed } from '../../src/practice/elements.ts';
import { channelNamed, entryFor, optionNamed, type Hands, type Meant } from './filling.ts';
import { readMessage, readView, unmark } from './reading.ts';
import { until } from './until.ts';

export class Notice extends Error {}

/** A message, dialog or Home as something to look at and use. */
interface Screen {
  where: Surface;
  key: string;
  blocks: JsonObject[];
}

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

  /** Runs a slash command in a channel; 'app' is the direct message with the app. */
  async slash(command: string, { in: channel = 'app' } = {}): Promise<void> {
    this.#atHome = false;
    await this.#do({ do: 'command', channel: this.#channel(channel), text: command });
  }

  /** Writes a message; `thread` is the ts of the message it answers. */
  async says(text: string, { in: channel = 'app', thread }: { in?: string; thread?: string } = {}): Promise<void> {
    this.#atHome = false;
    const threadTs = thread ? { threadTs: thread } : {};
    await this.#do({ do: 'message', channel: this.#channel(channel), text, ...threadTs });
  }

  /** Puts values into the inputs with these labels, in this order. */
  async fill(values: Record<string, Meant>): Promise<void> {
    for (const [label, meant] of Object.entries(values)) {
      const { screen, placed } = await until(() => this.#labelled(label, (one) => 'label' in one.block));
      await this.#put(
        screen,
        placed,
        await this.#entry(screen, placed, meant),
        placed.block['dispatch_action'] === true,
      );
    }
  }

  /** Chooses in a menu or picker that answers at once: by its label, placeholder or the text beside it. */
  async choose(label: string, meant: Meant): Promise<void> {
    const { screen, placed } = await until(() => this.#labelled(label));
    if (placed.element['type'] !== 'overflow')
      return this.#put(screen, placed, await this.#entry(screen, placed, meant), true);
    const selected_option = optionNamed(optionsOf(placed.element), asText(meant));
    return this.#act(screen, placed, { selected_option });
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

  /** Presses the button with this text, on the dialog on top, or else on the newest message that has it. */
  async click(text: string): Promise<void> {
    const found = await until(() => this.#find((one) => isButton(one) && textOf(one.element['text']) === text, text));
    await this.#act(found.screen, found.placed, {});
  }

  /** What a typeahead offers for this text. */
  async offered(label: string, query: string): Promise<string[]> {
    const { screen, placed } = await until(() => this.#labelled(label));
    return (await this.#suggest(screen, placed, query)).map((option) => textOf(option['text']));
  }

  async shortcut(name: string): Promise<void> {
    await this.#do({ do: 'shortcut', callbackId: this.#shortcutNamed('global', name) });
  }

  /** Runs a message shortcut on the newest message of the channel that has this text. */
  async messageShortcut(name: string, { in: channel, on }: { in: string; on: string }): Promise<void> {
    const message = this.messages(channel).findLast((one) => this.#read(one).includes(on));
    if (!message) throw new Error(`No message in ${channel} says "${on}".`);
    const callbackId = this.#shortcutNamed('message', name);
    await this.#do({ do: 'message_shortcut', callbackId, channel: message.channel, ts: message.ts });
  }

  /** Opens the app's Home and waits until it was published. */
  async home(): Promise<View> {
    this.#atHome = true;
    await this.#do({ do: 'open_home' });
    return until(() => this.driver.snapshot().home!);
  }

  /** The dialog on top; throws when none is open. */
  modal(): View {
    const view = this.driver.snapshot().views.at(-1);
    if (!view) throw new Error('No dialog is open.');
    return view;
  }

  /** The text of what is in front: the dialog on top, or Home after `home()`, or the newest message. */
  sees(): string {
    const shown = this.driver.snapshot();
    const view = shown.views.at(-1) ?? (this.#atHome ? shown.home : null);
    if (view) return readView(view, shown);
    const newest = this.#newestMessages()[0];
    return newest ? this.#read(newest) : '';
  }

  /** The texts of a channel's messages as this person sees them, oldest first. */
  reads(channel: string): string[] {
    return this.messages(channel).map((message) => this.#read(message));
  }

  messages(channel: string): Message[] {
    return this.driver.snapshot().messages[this.#channel(channel)] ?? [];
  }

  #read = (message: Message): string => readMessage(message, this.driver.snapshot());

  #channel = (name: string): string => channelNamed(this.driver.snapshot(), name);

  #shortcutNamed(type: 'global' | 'message', name: string): string {
    const found = this.driver.snapshot().shortcuts.find((one) => one.type === type && one.name === name);
    if (!found) throw new Error(`There is no ${type} shortcut "${name}".`);
    return found.callbackId;
  }

  async #do(act: Act): Promise<ActResult> {
    const result = await this.driver.do(act);
    if (!result.ok) throw new Notice(result.notice ?? JSON.stringify(result.errors));
    return result;
  }

  #newestMessages(): Message[] {
    return Object.values(this.driver.snapshot().messages)
      .flat()
      .toSorted((a, b) => Number(b.ts) - Number(a.ts));
  }

  /** What can be used now, frontmost first. A dialog hides what is behind it. */
  #screens(): Screen[] {
    const { views, home } = this.driver.snapshot();
    const view = views.at(-1) ?? (this.#atHome ? home : null);
    if (view) return [{ where: { type: 'view', viewId: view.id }, key: view.id, blocks: view.blocks }];
    return this.#newestMessages().map(({ channel, ts, blocks }) => ({
      where: { type: 'message', channel, ts },
      key: `${channel} ${ts}`,
      blocks,
    }));
  }

  #find(wanted: (one: Placed) => boolean, name: string): { screen: Screen; placed: Placed } {
    for (const screen of this.#screens()) {
      const placed = placedElements(screen.blocks).find(wanted);
      if (placed) return { screen, placed };
    }
    throw new Error(`There is no "${name}" in front of ${this.id}, who sees:\n${this.sees()}`);
  }

  #labelled(label: string, also: (one: Placed) => boolean = () => true): { screen: Screen; placed: Placed } {
    const seen = this.driver.snapshot();
    const named = ({ block, element }: Placed): boolean =>
      [block['label'], element['placeholder'], block['text'], element['text']].some(
        (text) => unmark(textOf(text), seen).replace(/:$/, '') === label,
      );
    return this.#find((one) => !isButton(one) && named(one) && also(one), label);
  }

  #entry(screen: Screen, placed: Placed, meant: Meant): Promise<JsonObject> {
    const hands: Hands = {
      snapshot: () => this.driver.snapshot(),
      suggest: (query) => this.#suggest(screen, placed, query),
      upload: ({ name, bytes }) => this.driver.upload(name, bytes),
    };
    return entryFor(placed.element, meant, hands);
  }

  async #put(screen: Screen, { block, ...placed }: Placed, entry: JsonObject, tell: boolean): Promise<void> {
    const typed = this.#typed.get(screen.key) ?? {};
    const { blockId, actionId } = placed;
    this.#typed.set(screen.key, { ...typed, [blockId]: { ...typed[blockId], [actionId]: entry } });
    const { type: _type, ...value } = entry;
    if (tell) await this.#act(screen, { block, ...placed }, value);
  }

  async #act({ where, key }: Screen, { blockId, actionId }: Placed, value: JsonObject): Promise<void> {
    await this.#do({ do: 'action', where, blockId, actionId, value, state: this.#typed.get(key) ?? {} });
  }

  async #suggest({ where, key }: Screen, placed: Placed, query: string): Promise<JsonObject[]> {
    const { blockId, actionId } = placed;
    const state = this.#typed.get(key) ?? {};
    const result = await this.#do({ do: 'suggest', where, blockId, actionId, query, state });
    const { options = [], optionGroups = [] } = result as Extract<ActResult, { ok: true }> & {
      options?: JsonObject[];
      optionGroups?: JsonObject[];
    };
    return [...options, ...optionGroups.flatMap((group) => objects(group['options']))];
  }
}

export const person = (driver: PersonDriver): Person => new Person(driver);

const isButton = ({ element }: Placed): boolean => element['type'] === 'button';

/** The labels of all inputs of a view, for tests that ask what a form asks. */
export const labelsOf = (view: View): string[] =>
  allBlocks(view.blocks)
    .filter(({ block }) => asString(block['type']) === 'input')
    .map(({ block }) => textOf(block['label']));
