/** Somebody who tries everything: presses each button and menu once, and fills in and sends each form that opens. */
import type { Json, JsonObject, StateValues, Surface } from '../../src/practice/protocol.ts';
import { asString, asText, objects } from '../../src/practice/server/json.ts';
import { inputBlocks, optionsOf, placedElements, type Placed } from '../../src/practice/server/elements.ts';
import { slots } from '../../src/practice/server/state/view-state.ts';
import type { Hub } from './hub.ts';
import type { Person } from './person.ts';

/** What one thing to do is known by, so that none is done twice: what a button does, not for which record. */
const keyOf = ({ element }: Placed, value: JsonObject): string => {
  const words = asText(element['value'] ?? (value['selected_option'] as JsonObject | undefined)?.['value']);
  return `${asString(element['action_id']).split(':').slice(0, 2).join(':')} ${words.replace(/[A-Z]-\d+|\d+/g, '#').slice(0, 40)}`;
};

export class Explorer {
  readonly #hub: Hub;
  readonly #done = new Set<string>();

  constructor(hub: Hub) {
    this.#hub = hub;
  }

  /** Waits until everything has come of what was done. */
  async #settled(): Promise<void> {
    await this.#hub.practice.workspace.quiet();
    await this.#hub.slack.idle();
  }

  /** Types a command, and tries what is offered then, what is offered for that, and so on. @param depth how often */
  async types(who: Person, command: string, channel: string, depth: number): Promise<void> {
    await who.slash(command, { in: channel }).catch(() => undefined);
    await this.#settled();
    await this.looks(who, depth);
  }

  /** Tries what is in front. */
  async looks(who: Person, depth: number): Promise<void> {
    if (depth > 0) await this.#tryFront(who, depth);
    await this.closes(who);
  }

  async closes(who: Person): Promise<void> {
    await who.cancel({ all: true }).catch(() => undefined);
  }

  /** Tries everything that stands in front: the window on top, or else the newest message. */
  async #tryFront(who: Person, depth: number): Promise<void> {
    const shown = who.driver.glance();
    const view = shown.views.at(-1);
    if (view) return this.#tryView(who, view.id, depth);
    const newest = Object.values(shown.messages)
      .flat()
      .toSorted((a, b) => Number(b.ts) - Number(a.ts))[0];
    if (newest)
      await this.#tryElements(
        who,
        { type: 'message', channel: newest.channel, ts: newest.ts },
        structuredClone(newest.blocks),
        depth,
      );
  }

  async goesHome(who: Person, depth: number): Promise<void> {
    const home = await who.home();
    await this.#settled();
    await this.#tryElements(who, { type: 'view', viewId: home.id }, home.blocks, depth);
  }

  async #tryView(who: Person, viewId: string, depth: number): Promise<void> {
    const view = structuredClone(who.driver.glance().views.find(({ id }) => id === viewId));
    if (!view) return;
    await this.#tryElements(who, { type: 'view', viewId }, view.blocks, depth);
    const open = structuredClone(who.driver.glance().views.at(-1));
    if (open?.id !== viewId || open['submit'] === undefined || open['submit'] === null) return;
    const state: StateValues = {};
    for (const block of inputBlocks(open.blocks)) await this.#fill(who, viewId, block, state);
    const result = await who.driver.do({ do: 'submit', viewId, state });
    await this.#settled();
    if (result.ok && depth > 1) await this.#tryFront(who, depth - 1);
  }

  async #tryElements(who: Person, where: Surface, blocks: JsonObject[], depth: number): Promise<void> {
    for (const placed of placedElements(blocks)) {
      for (const value of this.#valuesFor(placed)) {
        const key = keyOf(placed, value);
        if (this.#done.has(key)) continue;
        this.#done.add(key);
        const { blockId, actionId } = placed;
        await who.driver.do({ do: 'action', where, blockId, actionId, value, state: {} });
        await this.#settled();
        if (depth > 1) await this.#tryFront(who, depth - 1);
        if (where.type === 'message') await this.closes(who);
      }
    }
  }

  #valuesFor({ element }: Placed): JsonObject[] {
    const type = asString(element['type']);
    if (type === 'button') return [{}];
    if (type === 'overflow' || type === 'static_select')
      return optionsOf(element).map((selected_option) => ({ selected_option }));
    return [];
  }

  /** Puts something into an input that needs an answer or holds a choice of others; the rest stays as it is. */
  async #fill(who: Person, viewId: string, block: JsonObject, state: StateValues): Promise<void> {
    const element = block['element'] as JsonObject;
    const type = asString(element['type']);
    const slot = slots[type];
    if (!slot || Object.keys(element).some((name) => name.startsWith('initial_'))) return;
    const [blockId, actionId] = [asString(block['block_id']), asString(element['action_id'])];
    const value = await this.#entry(who, { viewId, blockId, actionId, element, optional: block['optional'] === true });
    if (value === undefined) return;
    state[blockId] = { [actionId]: { type, [slot.value]: slot.empty === null ? value : [value] } };
    if (block['dispatch_action'] === true) {
      const where: Surface = { type: 'view', viewId };
      await who.driver.do({ do: 'action', where, blockId, actionId, value: { [slot.value]: value }, state });
      await this.#settled();
    }
  }

  async #entry(
    who: Person,
    {
      viewId,
      blockId,
      actionId,
      element,
      optional,
    }: { viewId: string; blockId: string; actionId: string; element: JsonObject; optional: boolean },
  ): Promise<Json | undefined> {
    switch (asString(element['type'])) {
      case 'external_select': {
        const where: Surface = { type: 'view', viewId };
        const result = await who.driver.do({ do: 'suggest', where, blockId, actionId, query: '', state: {} });
        return objects((result as { options?: Json }).options)[0];
      }
      case 'static_select':
      case 'radio_buttons':
        return optionsOf(element)[0];
      case 'datepicker':
        return '2026-12-01';
      case 'users_select':
        return 'U0BEN';
      case 'plain_text_input':
        return optional && element['multiline'] !== true ? undefined : this.words;
      default:
        return undefined;
    }
  }

  /** What is typed wherever words are asked for. */
  words = 'Something';
}
