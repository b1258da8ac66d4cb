/** Modals and the Home tab: making views, stacking them, changing them. */
import type { JsonObject, StateValues, View } from '../../protocol.ts';
import type { World } from './world.ts';
import { asObject, asString, objects } from '../json.ts';
import { newBlockId, newHash, newId } from './ids.ts';
import { withBlockIds } from '../elements.ts';
import { stateOf } from './view-state.ts';

export const maxStack = 3;

export function stackOf(world: World, person: string): View[] {
  return world.stacks.get(person) ?? [];
}

export function valuesOf(view: View): StateValues {
  return asObject(asObject(view['state'])['values']) as StateValues;
}

/** Slack's view object from what the app sent; `earlier` is the view it takes the place of. */
export function makeView(world: World, given: JsonObject, earlier?: View, here?: string): View {
  const id = earlier?.id ?? newId('V');
  const type = asString(given['type']);
  const blocks = withBlockIds(objects(given['blocks']), newBlockId);
  return {
    id,
    team_id: world.team.id,
    type,
    blocks,
    private_metadata: asString(given['private_metadata']),
    callback_id: asString(given['callback_id']),
    state: { values: stateOf(blocks, earlier ? [valuesOf(earlier)] : [], here) },
    hash: newHash(world.clock()),
    title: given['title'] ?? { type: 'plain_text', text: 'View Title', emoji: true },
    clear_on_close: given['clear_on_close'] === true,
    notify_on_close: given['notify_on_close'] === true,
    close: given['close'] ?? null,
    submit: given['submit'] ?? null,
    previous_view_id: earlier?.['previous_view_id'] ?? null,
    root_view_id: earlier?.['root_view_id'] ?? id,
    app_id: world.app.id,
    external_id: asString(given['external_id']),
    app_installed_team_id: world.team.id,
    bot_id: world.app.botId,
  };
}

/** Opens a view, alone or on top of the person's stack. */
export function showView(world: World, person: string, view: View, onTop: boolean): void {
  const below = onTop ? stackOf(world, person) : [];
  view['previous_view_id'] = below.at(-1)?.id ?? null;
  view['root_view_id'] = below[0]?.id ?? view.id;
  setStack(world, person, [...below, view]);
}

export function replaceView(world: World, person: string, view: View): void {
  setStack(
    world,
    person,
    stackOf(world, person).map((one) => (one.id === view.id ? view : one)),
  );
}

export function setStack(world: World, person: string, views: View[]): void {
  world.stacks.set(person, views);
  world.changes.tell([person], { type: 'views', views: structuredClone(views) });
}

export function setHome(world: World, person: string, view: View): void {
  world.homes.set(person, view);
  world.touched();
  world.changes.tell([person], { type: 'home', home: structuredClone(view) });
}

/** A live view, modal or Home, by its id or the external id the app gave it. */
export function findView(
  world: World,
  by: { id?: string; externalId?: string },
): { view: View; person: string } | null {
  for (const [person, view] of liveViews(world)) {
    if (by.id ? view.id === by.id : by.externalId && view['external_id'] === by.externalId) return { view, person };
  }
  return null;
}

/** Another live view already has this external id. */
export function externalIdTaken(world: World, externalId: string, except?: string): boolean {
  return (
    externalId !== '' && liveViews(world).some(([, view]) => view['external_id'] === externalId && view.id !== except)
  );
}

const liveViews = (world: World): [string, View][] => [
  ...[...world.stacks].flatMap(([person, views]) => views.map((view): [string, View] => [person, view])),
  ...world.homes,
];

/** Remembers what a person has typed so far. */
export function keepState(view: View, sent: StateValues): void {
  view['state'] = { values: stateOf(view.blocks, [sent, valuesOf(view)]) };
}
