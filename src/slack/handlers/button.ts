import type { App } from '@slack/bolt';
import { unhurried } from '../../model/deadline.ts';
import { VERB_ACTION, say } from '../messages/blocks.ts';
import type { Ask, Desk, Reply } from '../slack-context.ts';
import { closed, explain, type Asked } from '../explain.ts';
import type { Recipient } from '../messages/respond.ts';
import { openResponseUrl } from '../messages/response-url.ts';
import { refreshHome } from '../views/home.ts';
import { teamsIn } from '../people/installation.ts';
import { runVerb } from '../commands/table.ts';
import { lastOf } from './command.ts';
import { postBest } from '../messages/post-best.ts';
import { tellBest, tellMeanwhile } from '../messages/tell-best.ts';
import { toldOf } from '../messages/message-with-fallbacks.ts';
import { admit, type Lobby } from './handler-deps.ts';
import { openForm } from './open-form.ts';
import type { Place, Press } from './place.ts';
import { windowPlace } from './window.ts';

/** Any button, or choice of a menu that stands for one: it does what the command of its verb does, and answers where it stands. */
export const buttonDoor = (app: App, lobby: Lobby): void => {
  app.action<Press>({ type: 'block_actions', action_id: /^verb:/ }, async ({ action, body, ack }) => {
    await ack();
    const verb = action.action_id.slice(VERB_ACTION.length).split(':')[0] ?? '';
    const value = 'selected_option' in action ? action.selected_option.value : action.value;
    const asked = { verb, words: value === '-' ? '' : (value ?? '') };
    const place = body.view ? windowPlace(lobby, body) : messagePlace(lobby, body);
    let ask: Ask;
    try {
      ask = await admit(lobby, visitorOf(body));
    } catch (error) {
      return place.say(closed(error, lobby.desk.log), false);
    }
    await press(ask, asked, place);
    if (body.view?.type === 'home') await unhurried(() => refreshHome(ask));
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
  teams: teamsIn(body),
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

/** What leads back to whoever pressed it; the answer takes the place of a message that only they see. */
const recipientOf = ({ patience }: Desk, { user, channel, container, response_url: url }: Press): Recipient => {
  const { channel_id: place, message_ts: ts, is_ephemeral: isTheirs } = container;
  return {
    userId: user.id,
    channel: channel?.id ?? null,
    url: url ? openResponseUrl(url, patience) : null,
    original: isTheirs === true ? `${String(place)} ${String(ts)}` : null,
  };
};

/** In a message: the answer is another one that only the person sees, or takes the place of one that only they saw. */
const messagePlace = (lobby: Lobby, body: Press): Place => {
  const { desk } = lobby;
  const to = recipientOf(desk, body);
  return {
    say: (message, replace, plainer) =>
      tellBest(desk, to, plainer ? { message, plainer: [plainer] } : message, replace),
    open: (view) => openForm(lobby, body.trigger_id, view, to),
    share: async (told, after) => {
      if (!(await postBest(desk, to, told))) return tellBest(desk, to, NOT_SHARED);
      if (to.original !== null) await tellBest(desk, to, after, true);
    },
    later: async (first, last, beside) => {
      const [told] = await Promise.all([last(), beside ? undefined : tellMeanwhile(desk, to, first)]);
      await tellBest(desk, to, told, !beside);
    },
  };
};

const NOT_SHARED = say(
  ':warning: Slack did not say whether it shared this with the channel. If you don’t see it there, press Share again.',
);
