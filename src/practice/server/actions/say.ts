/** Somebody writes a message, or starts it with a slash and so runs a command. */
import type { ActResult } from '../../protocol.ts';
import { isLocal, type PersonRecord } from '../state/people.ts';
import type { ChannelRecord } from '../state/records.ts';
import type { World } from '../state/world.ts';
import { isMember, markSeen } from '../state/channels.ts';
import { send } from '../delivery/dispatch.ts';
import { markUp } from '../escape.ts';
import { findMessage, postMessage, removeMessage } from '../state/messages.ts';
import { commandFailed, done, notice, taken } from '../delivery/notices.ts';
import { nameInPayloads } from '../delivery/payloads.ts';
import { reply } from '../delivery/reply.ts';
import { manage } from './manage.ts';
import { readCommandAck } from '../delivery/ack.ts';

interface Saying {
  text: string;
  threadTs?: string;
}

export async function say(
  world: World,
  person: PersonRecord,
  channel: ChannelRecord,
  said: Saying,
): Promise<ActResult> {
  if (said.text.startsWith('/')) return runCommand(world, person, channel, said);
  if (said.text.trim() === '') return done;
  if (isClosed(world, channel)) return closed;
  const parent = said.threadTs ? findMessage(world, channel.id, said.threadTs) : undefined;
  if (said.threadTs && !parent) return notice('This thread is no longer there.');
  const thread = parent ? { threadTs: parent.threadTs ?? parent.ts } : {};
  postMessage(world, channel, { user: person.id, text: markUp(world, said.text.trim()), ...thread });
  markSeen(world, channel, person.id);
  return done;
}

/**
 * The direct message with an app that takes none. Where its tab is read-only, Slack shows this in place of the box to
 * write in, so no command can be typed there either.
 */
const isClosed = ({ app, manifest: { messagesTab, messagesTabReadOnly } }: World, channel: ChannelRecord): boolean =>
  channel.kind === 'im' && isMember(channel, app.botUserId) && (messagesTabReadOnly || !messagesTab);

const closed = notice('Sending messages to this app has been turned off.');

/** People delete what they wrote; admins of the workspace whatever was written. */
export function remove(world: World, person: PersonRecord, channel: ChannelRecord, ts: string): ActResult {
  const message = findMessage(world, channel.id, ts);
  if (!message || message.ephemeralFor) return notice('This message is no longer there.');
  if (message.user !== person.id && !person.isAdmin) return notice('Only admins delete what others wrote.');
  removeMessage(world, channel, message);
  return done;
}

/** `/crm log a call`: the command is the first word, its text everything after the space. */
export async function runCommand(
  world: World,
  person: PersonRecord,
  channel: ChannelRecord,
  { text: typed, threadTs }: Saying,
): Promise<ActResult> {
  const [, command = '', text = ''] = /^(\S+)\s*([^]*)$/.exec(typed.trim()) ?? [];
  const managed = manage(world, command, { person, channel, text });
  if (managed) return managed;
  const known = world.manifest.commands.find((one) => one.command === command);
  if (!known || !isLocal(person, world.team) || !world.installation.isInstalled)
    return notice(`${command} is not a valid command.`);
  if (isClosed(world, channel)) return closed;
  if (threadTs) return notice(`${command} is not supported in threads. Sorry!`);
  const { enterprise } = world.team;
  const target = { from: 'commands' as const, user: person.id, channel: channel.id, typed: typed.trim() };
  const answer = await send(world, {
    name: typed.trim(),
    as: 'command',
    user: person.id,
    payload: {
      token: 'practice',
      team_id: world.team.id,
      team_domain: world.team.domain,
      ...(enterprise && { enterprise_id: enterprise.id, enterprise_name: enterprise.name }),
      channel_id: channel.id,
      channel_name: nameInPayloads(channel),
      user_id: person.id,
      user_name: person.handle,
      command,
      text: known.shouldEscape ? markUp(world, text) : text,
      api_app_id: world.app.id,
      is_enterprise_install: 'false',
      response_url: world.responseUrls.mint(world.team.id, target),
      trigger_id: world.triggers.mint({ user: person.id, channel: channel.id }),
    },
  });
  if (!taken(answer)) return commandFailed(command, answer);
  const message = readCommandAck(answer);
  const problem = message && reply(world, target, message);
  if (!problem) return done;
  world.log(`${command}: Slack does not show the answer: ${problem}`);
  return notice(`${command} failed with the error "invalid_command_response".`);
}
