import type { AckFn, App, RespondArguments, RespondFn, SlashCommand } from '@slack/bolt';
import { escape, section, type Message } from '../blocks.ts';
import { closed, explain, type Asked } from '../explain.ts';
import { runVerb } from '../verbs/table.ts';
import { asTyped } from '../typed.ts';
import { tellBest, toldOf, worthTrying, type Told } from '../told.ts';
import { admit, type Lobby } from './door.ts';
import { NotOpened, openForm } from './open-form.ts';
import type { Ask, Later, Reply } from '../desk.ts';

/** `/crm …`: answered inside the acknowledgement, so that the person waits for one round trip and not two. */
export const commandDoor = (app: App, lobby: Lobby): void => {
  app.command(/^\//, async ({ command, ack, respond }) => {
    const [, verb = '', words = ''] = /^\s*(\S*)\s*([\s\S]*)$/.exec(asTyped(command.text)) ?? [];
    const asked = { verb, words: words.trim() };
    let ask: Ask;
    try {
      ask = await admit(lobby, visitorOf(command));
    } catch (error) {
      await ack({ response_type: 'ephemeral', ...closed(error, lobby.desk.log) });
      return;
    }
    try {
      await deliver(lobby, await runVerb(ask, verb, asked.words), { ask, asked, command, ack, respond });
    } catch (error) {
      await ack({ response_type: 'ephemeral', ...withWhatWasTyped(await explain(error, ask, asked), error, command) });
    }
  });
};

/** Slack clears its input when a command is sent: what would be lost with the form can be copied from the answer. */
const withWhatWasTyped = (message: Message, error: unknown, { command, text }: SlashCommand): Message =>
  error instanceof NotOpened && text.trim() !== ''
    ? { ...message, blocks: [...message.blocks, section(`\`\`\`${escape(`${command} ${asTyped(text)}`)}\`\`\``)] }
    : message;

const visitorOf = (command: SlashCommand) => ({
  userId: command.user_id,
  userTeam: command.team_id,
  channel: { id: command.channel_id, name: command.channel_name },
  source: 'command' as const,
  key: command.trigger_id,
});

interface Delivery {
  ask: Ask;
  asked: Asked;
  command: SlashCommand;
  ack: AckFn<string | RespondArguments>;
  respond: RespondFn;
}

const deliver = async (lobby: Lobby, reply: Reply, { ask, asked, command, ack, respond }: Delivery): Promise<void> => {
  const onlyToThem = (message: Message) => ({ response_type: 'ephemeral' as const, ...message });
  switch (reply.kind) {
    case 'say':
      if (reply.plainer && lobby.desk.tables.known === 'perhaps') {
        await ack();
        await tellBest(lobby.desk, command.user_id, respond, {
          told: { message: reply.message, plainer: [reply.plainer] },
        });
      } else await ack(onlyToThem((lobby.desk.tables.known === 'no' && reply.plainer) || reply.message));
      return;
    case 'share':
      await ack({ response_type: 'in_channel', ...worthTrying(toldOf(reply.message), lobby.desk, false)[0] });
      return;
    case 'open':
      await openForm(lobby, command.trigger_id, reply.view, { respond, replace: false });
      await ack();
      return;
    case 'later':
      await ack(onlyToThem(reply.first));
      // Slack lets nobody replace the answer to a command: the late part stands below the first.
      await tellBest(lobby.desk, command.user_id, respond, { told: await lastOf(reply, ask, asked) });
  }
};

/** The late part of an answer; what goes wrong with it is told in its place. */
export const lastOf = (reply: Later, ask: Ask, asked: Asked): Promise<Told> =>
  reply
    .last()
    .catch((error: unknown) => explain(error, ask, asked))
    .then(toldOf);
