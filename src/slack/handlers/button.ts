import type { App } from '@slack/bolt';
import { unhurried } from '../../model/runtime/deadline.ts';
import { VERB_ACTION, say } from '../messages/blocks.ts';
import type { SlackRequest, SlackContext, Reply } from '../slack-context.ts';
import { closed, explain, type TypedCommand } from '../explain.ts';
import type { Recipient } from '../messages/respond.ts';
import { openResponseUrl } from '../messages/response-url.ts';
import { refreshHome } from '../views/home.ts';
import { teamsIn } from '../people/installation.ts';
import { runCommand } from '../commands/table.ts';
import { lastOf } from './command.ts';
import { postBest } from '../messages/post-best.ts';
import { tellBest, tellMeanwhile } from '../messages/tell-best.ts';
import { withFallbacks } from '../messages/message-with-fallbacks.ts';
import { authenticate, type HandlerDeps } from './handler-deps.ts';
import { openForm } from './open-form.ts';
import type { Place, Press } from './place.ts';
import { windowPlace } from './window.ts';

/** Any button, or choice of a menu that stands for one: it does what the command of its verb does, and answers where it stands. */
export function handleButtons(app: App, deps: HandlerDeps): void {
  app.action<Press>({ type: 'block_actions', action_id: /^verb:/ }, async ({ action, body, ack }) => {
    await ack();
    const verb = action.action_id.slice(VERB_ACTION.length).split(':')[0] ?? '';
    const value = 'selected_option' in action ? action.selected_option.value : action.value;
    const asked = { verb, words: value === '-' ? '' : (value ?? '') };
    const place = body.view ? windowPlace(deps, body) : messagePlace(deps, body);
    let request: SlackRequest;
    try {
      request = await authenticate(deps, visitorOf(body));
    } catch (error) {
      return place.say(closed(error, deps.slack.log), false);
    }
    await press(request, asked, place);
    if (body.view?.type === 'home') await unhurried(() => refreshHome(request));
  });
}

const press = async (request: SlackRequest, asked: TypedCommand, place: Place): Promise<void> => {
  try {
    await deliver(await runCommand(request, asked.verb, asked.words), request, asked, place);
  } catch (error) {
    await place.say(await explain(error, request, asked), false);
  }
};

const visitorOf = (body: Press) => ({
  userId: body.user.id,
  teams: teamsIn(body),
  channel: body.channel ? { id: body.channel.id, name: body.channel.name } : null,
  source: body.view?.type === 'home' ? ('home' as const) : ('button' as const),
  key: body.trigger_id,
});

const deliver = async (reply: Reply, request: SlackRequest, asked: TypedCommand, place: Place): Promise<void> => {
  switch (reply.kind) {
    case 'say':
      return place.say(reply.message, reply.replace ?? false, reply.plainer);
    case 'open':
      return place.open(reply.view);
    case 'share':
      return place.share(withFallbacks(reply.message), reply.after);
    case 'later':
      return place.later(reply.first, () => lastOf(reply, request, asked), reply.beside ?? false);
  }
};

/** What leads back to whoever pressed it; the answer takes the place of a message that only they see. */
const recipientOf = ({ patience }: SlackContext, { user, channel, container, response_url: url }: Press): Recipient => {
  const { channel_id: place, message_ts: ts, is_ephemeral: isTheirs } = container;
  return {
    userId: user.id,
    channel: channel?.id ?? null,
    url: url ? openResponseUrl(url, patience) : null,
    original: isTheirs === true ? `${String(place)} ${String(ts)}` : null,
  };
};

/** In a message: the answer is another one that only the person sees, or takes the place of one that only they saw. */
const messagePlace = (deps: HandlerDeps, body: Press): Place => {
  const { slack } = deps;
  const to = recipientOf(slack, body);
  return {
    say: (message, replace, plainer) =>
      tellBest(slack, to, plainer ? { message, plainer: [plainer] } : message, replace),
    open: (view) => openForm(deps, body.trigger_id, view, to),
    share: async (told, after) => {
      if (!(await postBest(slack, to, told))) return tellBest(slack, to, NOT_SHARED);
      if (to.original !== null) await tellBest(slack, to, after, true);
    },
    later: async (first, last, beside) => {
      const [told] = await Promise.all([last(), beside ? undefined : tellMeanwhile(slack, to, first)]);
      await tellBest(slack, to, told, !beside);
    },
  };
};

const NOT_SHARED = say(
  ':warning: Slack didn’t confirm sharing this with the channel. If you don’t see it there, select Share again.',
);
