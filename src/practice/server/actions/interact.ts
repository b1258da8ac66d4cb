/** Buttons, menus, pickers and typeaheads, in messages, dialogs and Home. */
import type { Act, ActResult, JsonObject, StateValues } from '../../protocol.ts';
import type { PersonRecord } from '../state/people.ts';
import type { World } from '../state/world.ts';
import { asString, objects } from '../json.ts';
import { readSuggestions } from '../delivery/ack.ts';
import { findElement, type Placed } from '../elements.ts';
import { send } from '../delivery/dispatch.ts';
import { done, interactionFailed, notice, taken } from '../delivery/notices.ts';
import { commonPayload, findPlace, placePayload, type Place } from '../delivery/payloads.ts';
import { slots } from '../state/view-state.ts';

type Of<Kind extends Act['do']> = Extract<Act, { do: Kind }>;

const gone = notice('This is no longer there.');

export async function act(world: World, person: PersonRecord, action: Of<'action'>): Promise<ActResult> {
  const place = findPlace(world, person.id, action.where);
  const placed = place && findElement(place.blocks, action.blockId, action.actionId);
  if (!place || !placed) return gone;
  const contributed = withOwnValue(placed, action.state, action.value);
  if (placed.block['type'] === 'input' && placed.block['dispatch_action'] !== true) {
    placePayload(world, place, contributed); // Slack only remembers what was typed
    return done;
  }
  const answer = await send(world, {
    name: `block_actions ${action.actionId}`,
    as: 'interaction',
    user: person.id,
    payload: {
      type: 'block_actions',
      ...commonPayload(world, person, place.type),
      ...placePayload(world, place, contributed),
      trigger_id: mintFor(world, person.id, place),
      ...responseUrl(world, person.id, place),
      actions: [actionObject(world, placed, action.value)],
    },
  });
  return taken(answer) ? done : interactionFailed(answer);
}

/** The element that was used holds its new value in the state, too. */
function withOwnValue({ element, blockId, actionId }: Placed, state: StateValues, value: JsonObject): StateValues {
  const type = asString(element['type']);
  const slot = slots[type];
  if (!slot || !(slot.value in value)) return state;
  const own = { type, [slot.value]: value[slot.value]! };
  return { ...state, [blockId]: { ...state[blockId], [actionId]: own } };
}

function actionObject(world: World, { element, blockId, actionId }: Placed, value: JsonObject): JsonObject {
  const type = asString(element['type']);
  const echoed = type === 'button' ? ['text', 'value', 'style', 'url'] : ['timezone', 'placeholder'];
  return {
    type,
    action_id: actionId,
    block_id: blockId,
    action_ts: world.timestamps.next(world.clock()),
    ...Object.fromEntries(echoed.flatMap((name) => (element[name] === undefined ? [] : [[name, element[name]]]))),
    ...(type === 'button' ? {} : value),
  };
}

export function mintFor(world: World, user: string, place: Place): string {
  if (place.type === 'message') return world.triggers.mint({ user, channel: place.channel.id });
  return world.triggers.mint(place.view['type'] === 'modal' ? { user, viewId: place.view.id } : { user });
}

function responseUrl(world: World, user: string, place: Place): JsonObject {
  if (place.type === 'view') return {};
  const { channel, message } = place;
  const original = { ts: message.ts, ephemeral: message.ephemeralFor !== undefined };
  const target = { from: 'actions' as const, user, channel: channel.id, message: original };
  return { response_url: world.responseUrls.mint(world.team.id, target) };
}

/** What somebody types into an external select. */
export async function suggest(world: World, person: PersonRecord, asked: Of<'suggest'>): Promise<ActResult> {
  const place = findPlace(world, person.id, asked.where);
  const placed = place && findElement(place.blocks, asked.blockId, asked.actionId);
  if (!place || !placed) return gone;
  const fewest = placed.element['min_query_length'];
  if (asked.query.length < (typeof fewest === 'number' ? fewest : 3)) return { ok: true, options: [] };
  const { state: _state, ...where } = placePayload(world, place, asked.state);
  const answer = await send(world, {
    name: `block_suggestion ${asked.actionId}`,
    as: 'interaction',
    user: person.id,
    payload: {
      type: 'block_suggestion',
      ...commonPayload(world, person, place.type),
      ...where,
      action_id: asked.actionId,
      block_id: asked.blockId,
      value: asked.query,
    },
  });
  if (!taken(answer)) return interactionFailed(answer);
  const read = readSuggestions(answer);
  if (typeof read !== 'string') return suggestions(read);
  world.log(`block_suggestion ${asked.actionId}: Slack does not show the options: ${read}`);
  return notice('The options could not be loaded.');
}

const suggestions = (read: JsonObject): ActResult => ({
  ok: true,
  ...(read['options'] ? { options: objects(read['options']) } : {}),
  ...(read['option_groups'] ? { optionGroups: objects(read['option_groups']) } : {}),
});
