import type { App, BlockAction, ButtonAction, RespondFn } from '@slack/bolt';
import { VERB_ACTION, say, type Message } from '../blocks.ts';
import { reading, type Ask, type Reply } from '../desk.ts';
import { explain, sentenceFor } from '../explain.ts';
import { publishHome } from '../show/home.ts';
import { runVerb } from '../verbs/table.ts';
import { lastOf } from './command.ts';
import { admit, type Lobby } from './door.ts';
import { openForm } from './open-form.ts';

type Press = BlockAction<ButtonAction>;

/** Any button: it does what the command of its verb does, and answers where it stands. */
export const buttonDoor = (app: App, lobby: Lobby): void => {
  app.action<Press>({ type: 'block_actions', action_id: /^verb:/ }, async ({ action, body, ack, respond }) => {
    await ack();
    const verb = action.action_id.slice(VERB_ACTION.length).split(':')[0] ?? '';
    const place = placeOf(lobby, body, respond);
    let ask: Ask | null = null;
    try {
      ask = await admit(lobby, visitorOf(body));
      await deliver(await runVerb(ask, verb, action.value === '-' ? '' : (action.value ?? '')), ask, verb, place);
      if (body.view?.type === 'home') await publishHome(ask);
    } catch (error) {
      const message = ask ? await explain(error, ask, verb) : say(`:lock: ${sentenceFor(error, lobby.desk.log)}`);
      await place.say(message, false);
    }
  });
};

const visitorOf = (body: Press) => ({
  userId: body.user.id,
  userTeam: body.user.team_id,
  channel: body.channel ? { id: body.channel.id, name: body.channel.name } : null,
  source: body.view?.type === 'home' ? ('home' as const) : ('button' as const),
  key: body.trigger_id,
});

/** Where the button stands decides how its answer reaches the person. */
interface Place {
  say: (message: Message, replace: boolean) => Promise<void>;
  open: (view: Extract<Reply, { kind: 'open' }>['view']) => Promise<void>;
  share: (message: Message, after: Message) => Promise<void>;
  later: (first: Message, last: () => Promise<Message>) => Promise<void>;
}

const deliver = async (reply: Reply, ask: Ask, verb: string, place: Place): Promise<void> => {
  switch (reply.kind) {
    case 'say':
      return place.say(reply.message, reply.replace ?? false);
    case 'open':
      return place.open(reply.view);
    case 'share':
      return place.share(reply.message, reply.after);
    case 'later':
      return place.later(reply.first, () => lastOf(reply, ask, verb));
  }
};

const placeOf = (lobby: Lobby, body: Press, respond: RespondFn): Place =>
  body.view ? windowPlace(lobby, body, body.view.type === 'home') : messagePlace(lobby, body, respond);

/** In a message: the answer is another one that only the person sees, or takes the place of one that only they saw. */
const messagePlace = (lobby: Lobby, body: Press, respond: RespondFn): Place => {
  const theirs = body.container['is_ephemeral'] === true;
  const tell = async (message: Message, replace: boolean): Promise<void> => {
    await respond({ response_type: 'ephemeral', replace_original: replace && theirs, ...message });
  };
  return {
    say: tell,
    open: (view) => openForm(lobby, body.trigger_id, view, { respond, replace: theirs }),
    share: async (message, after) => {
      await respond({ response_type: 'in_channel', replace_original: false, ...message });
      if (theirs) await tell(after, true);
    },
    later: async (first, last) => {
      await tell(first, true);
      await tell(await last(), true);
    },
  };
};

/** In Home or in a window: the answer is a window. */
const windowPlace = ({ desk, ...lobby }: Lobby, body: Press, atHome: boolean): Place => {
  const open = async (message: Message): Promise<string | undefined> => {
    const view = reading('CustomerHub', message.blocks);
    const call = { trigger_id: body.trigger_id, view };
    const opened = atHome ? await desk.client.views.open(call) : await desk.client.views.push(call);
    return opened.view?.id;
  };
  const update = async (id: string, message: Message): Promise<void> => {
    await desk.client.views.update({ view_id: id, view: reading('CustomerHub', message.blocks) });
  };
  return {
    say: async (message, replace) => {
      if (replace && !atHome && body.view) await update(body.view.id, message);
      else await open(message);
    },
    open: (view) => openForm({ desk, ...lobby }, body.trigger_id, view, null, !atHome),
    share: async () => {
      await open(
        say('Open this from a command in the channel that you want to share it with, for example `/crm show`.'),
      );
    },
    later: async (first, last) => {
      const id = await open(first);
      if (id !== undefined) await update(id, await last());
    },
  };
};
