/** Sending and closing dialogs. */
import type { Act, ActResult, JsonObject, View } from '../../protocol.ts';
import type { PersonRecord } from '../state/people.ts';
import { inBackground, type World } from '../state/world.ts';
import { readSubmissionAck, type SubmissionAck } from '../delivery/ack.ts';
import { send } from '../delivery/dispatch.ts';
import { inputBlocks } from '../elements.ts';
import { fileObject } from '../state/files.ts';
import { checkInputs } from '../inputs.ts';
import { asObject, asString, objects } from '../json.ts';
import { dialogFailed, done, notice, taken } from '../delivery/notices.ts';
import { commonPayload } from '../delivery/payloads.ts';
import {
  externalIdTaken,
  keepState,
  makeView,
  maxStack,
  replaceView,
  setStack,
  showView,
  stackOf,
  valuesOf,
} from '../state/views.ts';

type Of<Kind extends Act['do']> = Extract<Act, { do: Kind }>;

export async function submit(world: World, person: PersonRecord, sent: Of<'submit'>): Promise<ActResult> {
  const view = stackOf(world, person.id).at(-1);
  if (view?.id !== sent.viewId) return notice('This dialog is no longer open.');
  if (view['submit'] === null) return notice('This dialog has nothing to send.');
  keepState(view, sent.state);
  const errors = checkInputs(view);
  if (Object.keys(errors).length > 0) return { ok: false, errors };
  const answer = await send(world, {
    name: named('view_submission', view),
    as: 'interaction',
    user: person.id,
    payload: {
      type: 'view_submission',
      ...commonPayload(world, person, 'view'),
      trigger_id: world.triggers.mint({ user: person.id, viewId: view.id }),
      view: withFiles(world, view),
      response_urls: responseUrls(world, person.id, view),
    },
  });
  if (!taken(answer)) return dialogFailed;
  return follow(world, person.id, view, readSubmissionAck(world, answer, view));
}

const named = (type: string, view: View): string => [type, asString(view['callback_id'])].filter(Boolean).join(' ');

function follow(world: World, person: string, submitted: View, ack: SubmissionAck): ActResult {
  const stack = stackOf(world, person);
  // The app may have updated the view while it handled the submission.
  const view = stack.find(({ id }) => id === submitted.id) ?? submitted;
  switch (ack.action) {
    case 'close':
      setStack(
        world,
        person,
        stack.filter(({ id }) => id !== view.id),
      );
      return done;
    case 'clear':
      setStack(world, person, []);
      return done;
    case 'errors':
      return { ok: false, errors: ack.errors };
    case 'refused':
      return refuse(world, view, ack.why);
    case 'update':
    case 'push':
      return showNext(world, person, view, ack);
  }
}

function showNext(
  world: World,
  person: string,
  view: View,
  { action, view: given }: Extract<SubmissionAck, { view: JsonObject }>,
): ActResult {
  const updating = action === 'update';
  if (externalIdTaken(world, asString(given['external_id']), updating ? view.id : undefined))
    return refuse(world, view, 'duplicate_external_id');
  if (!updating && stackOf(world, person).length >= maxStack) return refuse(world, view, 'push_limit_reached');
  if (updating) replaceView(world, person, makeView(world, given, view));
  else showView(world, person, makeView(world, given), true);
  return done;
}

function refuse(world: World, view: View, why: string): ActResult {
  world.log(`${named('view_submission', view)}: Slack does not take the answer: ${why}`);
  return dialogFailed;
}

/** The view with whole file objects where the state holds their ids. */
function withFiles(world: World, view: View): View {
  const copy = structuredClone(view);
  for (const actions of Object.values(valuesOf(copy))) {
    for (const entry of Object.values(actions)) {
      if (entry['type'] !== 'file_input') continue;
      const records = objects(entry['files']).flatMap(({ id }) => world.files.get(asString(id)) ?? []);
      entry['files'] = records.map((file) => fileObject(world, file));
    }
  }
  return copy;
}

/** For conversation inputs with `response_url_enabled`: an address to answer in the chosen conversation. */
function responseUrls(world: World, user: string, view: View): JsonObject[] {
  return inputBlocks(view.blocks).flatMap((block) => {
    const element = asObject(block['element']);
    if (element['response_url_enabled'] !== true) return [];
    const [block_id, action_id] = [asString(block['block_id']), asString(element['action_id'])];
    const entry = valuesOf(view)[block_id]?.[action_id];
    const channel = asString(entry?.['selected_conversation'] ?? entry?.['selected_channel']);
    if (!world.channels.has(channel)) return [];
    const response_url = world.responseUrls.mint(world.team.id, { from: 'app', user, channel });
    return [{ block_id, action_id, channel_id: channel, response_url }];
  });
}

/** Cancel closes the top view, the × the whole stack; the app hears of it if the view wants that. */
export function close(world: World, person: PersonRecord, { viewId, all }: Of<'close'>): ActResult {
  const stack = stackOf(world, person.id);
  const top = stack.at(-1);
  if (!top || !stack.some(({ id }) => id === viewId)) return done;
  const cleared = all || top['clear_on_close'] === true || stack.length === 1;
  setStack(world, person.id, cleared ? [] : stack.slice(0, -1));
  const view = all ? stack[0]! : top;
  if (view['notify_on_close'] === true) inBackground(world, tellClosed(world, person, view, all));
  return done;
}

async function tellClosed(world: World, person: PersonRecord, view: View, cleared: boolean): Promise<void> {
  await send(world, {
    name: named('view_closed', view),
    as: 'interaction',
    user: person.id,
    payload: {
      type: 'view_closed',
      ...commonPayload(world, person, 'view'),
      view: { ...structuredClone(view), state: { values: {} } },
      is_cleared: cleared,
    },
  });
}
