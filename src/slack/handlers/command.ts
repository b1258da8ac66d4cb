import type { AckFn, App, RespondArguments, SlashCommand } from '@slack/bolt';
import { unhurried } from '../../model/runtime/deadline.ts';
import { escape, section, type Message } from '../messages/blocks.ts';
import { closed, explain, type TypedCommand } from '../explain.ts';
import type { Recipient } from '../messages/respond.ts';
import { openResponseUrl } from '../messages/response-url.ts';
import { runCommand } from '../commands/table.ts';
import { asTyped } from '../typed.ts';
import { tellBest } from '../messages/tell-best.ts';
import { withFallbacks, worthTrying, type MessageWithFallbacks } from '../messages/message-with-fallbacks.ts';
import { authenticate, type HandlerDeps } from './handler-deps.ts';
import { NotOpened, openForm } from './open-form.ts';
import type { SlackRequest, SlackContext, Later, Reply } from '../slack-context.ts';

/** `/crm …`: answered inside the acknowledgement, so that the person waits for one round trip and not two. */
export function handleCommands(app: App, deps: HandlerDeps): void {
  app.command(/^\//, async ({ command, ack }) => {
    const [, verb = '', words = ''] = /^\s*(\S*)\s*([\s\S]*)$/.exec(asTyped(command.text)) ?? [];
    const asked = { verb, words: words.trim() };
    let request: SlackRequest;
    try {
      request = await authenticate(deps, visitorOf(command));
    } catch (error) {
      await ack({ response_type: 'ephemeral', ...closed(error, deps.slack.log) });
      return;
    }
    try {
      await deliver(deps, await runCommand(request, verb, asked.words), { request, asked, command, ack });
    } catch (error) {
      await ack({
        response_type: 'ephemeral',
        ...withWhatWasTyped(await explain(error, request, asked), error, command),
      });
    }
  });
}

/** Slack clears its input when a command is sent: what would be lost with the form can be copied from the answer. */
const withWhatWasTyped = (message: Message, error: unknown, { command, text }: SlashCommand): Message =>
  error instanceof NotOpened && text.trim() !== ''
    ? message.with([...message.blocks, section(`\`\`\`${escape(`${command} ${asTyped(text)}`)}\`\`\``)])
    : message;

const visitorOf = (command: SlashCommand) => ({
  userId: command.user_id,
  teams: [command.team_id],
  channel: { id: command.channel_id, name: command.channel_name },
  source: 'command' as const,
  key: command.trigger_id,
});

/** Slack lets nobody replace the answer to a command. */
const recipientOf = (
  { patience }: SlackContext,
  { user_id, channel_id, response_url: url }: SlashCommand,
): Recipient => ({
  userId: user_id,
  channel: channel_id,
  url: openResponseUrl(url, patience),
  original: null,
});

interface CommandDelivery {
  request: SlackRequest;
  asked: TypedCommand;
  command: SlashCommand;
  ack: AckFn<string | RespondArguments>;
}

const deliver = async (
  deps: HandlerDeps,
  reply: Reply,
  { request, asked, command, ack }: CommandDelivery,
): Promise<void> => {
  const to = recipientOf(deps.slack, command);
  const onlyToThem = (message: Message) => ({ response_type: 'ephemeral' as const, ...message });
  switch (reply.kind) {
    case 'say':
      if (reply.plainer && deps.slack.tables.known === 'perhaps') {
        await ack();
        await tellBest(deps.slack, to, { message: reply.message, plainer: [reply.plainer] });
      } else await ack(onlyToThem((deps.slack.tables.known === 'no' && reply.plainer) || reply.message));
      return;
    case 'share':
      await ack({
        response_type: 'in_channel',
        ...worthTrying(withFallbacks(reply.message), deps.slack.tables, false)[0],
      });
      return;
    case 'open':
      await openForm(deps, command.trigger_id, reply.view, to);
      await ack();
      return;
    case 'later':
      await ack(onlyToThem(reply.first));
      // Slack lets nobody replace the answer to a command: the late part stands below the first.
      await tellBest(deps.slack, to, await lastOf(reply, request, asked));
  }
};

/** The late part of an answer, or an explanation of its error. */
export function lastOf(reply: Later, request: SlackRequest, asked: TypedCommand): Promise<MessageWithFallbacks> {
  return unhurried(() =>
    reply
      .last()
      .catch((error: unknown) => explain(error, request, asked))
      .then(withFallbacks),
  );
}
