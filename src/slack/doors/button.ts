import type { App, RespondFn } from '@slack/bolt';
import { VERB_ACTION, say, type Message } from '../blocks.ts';
import type { Ask, Reply } from '../desk.ts';
import { closed, explain, type Asked } from '../explain.ts';
import { tell } from '../reach.ts';
import { refreshHome } from '../show/home.ts';
import { runVerb } from '../verbs/table.ts';
import { lastOf } from './command.ts';
import { postBest, tellBest, toldOf } from '../told.ts';
import { admit, type Lobby } from './door.ts';
import { openForm } from './open-form.ts';
import type { Place, Press } from './place.ts';
import { windowPlace } from './window.ts';

/** Any button, or choice of a menu that stands for one: it does what the command of its verb does, and answers where it stands. */
export const buttonDoor = (app: App, lobby: Lobby): void => {
  app.action<Press>({ type: 'block_actions', action_id: /^verb:/ }, async ({ action, body, ack, respond }) => {
    await ack();
    const verb = action.action_id.slice(VERB_ACTION.length).split(':')[0] ?? '';
    const value = 'selected_option' in action ? action.selected_option.value : action.value;
    const asked = { verb, words: value === '-' ? '' : (value ?? '') };
    const place = body.view ? windowPlace(lobby, body) : messagePlace(lobby, body, respond);
    let ask: Ask;
    try {
      ask = await admit(lobby, visitorOf(body));
    } catch (error) {
      return place.say(closed(error, lobby.desk.log), false);
    }
    await press(ask, asked, place);
    if (body.view?.type === 'home') await refreshHome(ask);
  });
};

const press = async (ask: Ask, asked: Asked, place: Place): Promise<void> => {
  try {
    await deliver(await runVerb(ask, asked.verb, asked.words), ask, asked, place);
  } catch (error) {
    await place.say(await explain(error, ask, asked), false);
  }
};

const visitorOf = (body: Press) => ({
  userId: body.user.id,
  userTeam: body.user.team_id,
  channel: body.channel ? { id: body.channel.id, name: body.channel.name } : null,
  source: body.view?.type === 'home' ? ('home' as const) : ('button' as const),
  key: body.trigger_id,
});

const deliver = async (reply: Reply, ask: Ask, asked: Asked, place: Place): Promise<void> => {
  switch (reply.kind) {
    case 'say':
      return place.say(reply.message, reply.replace ?? false, reply.plainer);
    case 'open':
      return place.open(reply.view);
    case 'share':
      return place.share(toldOf(reply.message), reply.after);
    case 'later':
      return place.later(reply.first, () => lastOf(reply, ask, asked), reply.beside ?? false);
  }
};

/** In a message: the answer is another one that only the person sees, or takes the place of one that only they saw. */
const messagePlace = (lobby: Lobby, body: Press, respond: RespondFn): Place => {
  const { desk } = lobby;
  const theirs = body.container['is_ephemeral'] === true;
  const answer = (message: Message, replace: boolean): Promise<void> =>
    tell(desk, body.user.id, respond, { replace_original: replace && theirs, message });
  return {
    say: (message, replace, plainer) =>
      plainer
        ? tellBest(desk, body.user.id, respond, {
            replace_original: replace && theirs,
            told: { message, plainer: [plainer] },
          })
        : answer(message, replace),
    open: (view) => openForm(lobby, body.trigger_id, view, { respond, replace: theirs }),
    share: async (told, after) => {
      if (!(await postBest(desk, respond, told))) return answer(NOT_SHARED, false);
      if (theirs) await answer(after, true);
    },
    later: async (first, last, beside) => {
      if (!beside) await answer(first, true);
      await tellBest(desk, body.user.id, respond, { replace_original: theirs && !beside, told: await last() });
    },
  };
};

const NOT_SHARED = say(
  ':warning: Slack did not say whether it shared this with the channel. If you don’t see it there, press Share again.',
);
