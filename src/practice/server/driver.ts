/** What one person sees and does. The page drives it over HTTP, tests drive it directly. */
import type { Act, ActResult, Change, Channel, Message, Snapshot } from '../protocol.ts';
import type { PersonRecord } from './state/people.ts';
import type { World } from './state/world.ts';
import { act, suggest } from './actions/interact.ts';
import { close, submit } from './actions/dialogs.ts';
import { globalShortcut, messageShortcut, openHome } from './actions/shortcuts.ts';
import { remove, runCommand, say } from './actions/say.ts';
import { channelCard, isMember, markSeen, openDirect, unreadOf } from './state/channels.ts';
import type { ChannelRecord } from './state/records.ts';
import { addFile } from './state/files.ts';
import { messageCard, messagesFor } from './state/messages.ts';
import { notice } from './delivery/notices.ts';
import { isLocal, personCard } from './state/people.ts';
import { stackOf } from './state/views.ts';

export interface PersonDriver {
  readonly id: string;
  /** Does one thing and waits until the app has acknowledged it (events excepted: see `Workspace.quiet`). */
  do(act: Act): Promise<ActResult>;
  /** Everything this person can see now. */
  snapshot(): Snapshot;
  /** The same, gathered as it is read and not copied: for a glance that keeps and changes nothing. */
  glance(): Snapshot;
  /** Calls back with every change until the returned function is called. */
  watch(listener: (change: Change) => void): () => void;
  /** Uploads a file for a file_input; the id goes into the input's value. */
  upload(name: string, bytes: Buffer): { id: string };
}

export function driverOf(world: World, person: PersonRecord): PersonDriver {
  if (!person.deleted && !person.isBot && isLocal(person, world.team)) openDirect(world, person.id);
  const now = (): PersonRecord => world.people.get(person.id)!; // they may have changed since
  return {
    id: person.id,
    do: (what) => perform(world, now(), what),
    snapshot: () => snapshot(world, now()),
    glance: () => glance(world, now()),
    watch: (listener) => world.changes.watch(person.id, listener),
    upload: (name, bytes) => ({ id: addFile(world, { name, user: person.id, bytes }).card.id }),
  };
}

async function perform(world: World, person: PersonRecord, what: Act): Promise<ActResult> {
  if (person.deleted || person.isBot) return notice('This account has been deactivated.');
  switch (what.do) {
    case 'message':
      return inChannel(world, person, what.channel, (channel) => say(world, person, channel, what));
    case 'delete_message':
      return inChannel(world, person, what.channel, (channel) => remove(world, person, channel, what.ts));
    case 'command':
      return inChannel(world, person, what.channel, (channel) => runCommand(world, person, channel, what), what.text);
    case 'action':
      return act(world, person, what);
    case 'suggest':
      return suggest(world, person, what);
    case 'submit':
      return submit(world, person, what);
    case 'close':
      return close(world, person, what);
    case 'shortcut':
      return globalShortcut(world, person, what.callbackId);
    case 'message_shortcut':
      return inChannel(world, person, what.channel, (channel) => messageShortcut(world, person, channel, what));
    case 'open_home':
      return openHome(world, person);
    case 'seen':
      return inChannel(world, person, what.channel, (channel) => {
        markSeen(world, channel, person.id);
        return { ok: true };
      });
  }
}

async function inChannel(
  world: World,
  person: PersonRecord,
  id: string,
  then: (channel: ChannelRecord) => ActResult | Promise<ActResult>,
  command = '',
): Promise<ActResult> {
  const channel = world.channels.get(id);
  if (!channel || !isMember(channel, person.id)) return notice('You are not in this channel.');
  return channel.isArchived && command.trim() !== '/unarchive' ? notice('This channel is archived.') : then(channel);
}

function snapshot(world: World, person: PersonRecord): Snapshot {
  const { traffic, ...shown } = glance(world, person);
  return { ...structuredClone(shown), traffic };
}

const once = <Value>(make: () => Value): (() => Value) => {
  let made: Value | undefined;
  return () => (made ??= make());
};

function glance(world: World, person: PersonRecord): Snapshot {
  const mine = [...world.channels.values()].filter((channel) => isMember(channel, person.id));
  const perChannel = <Value>(value: (channel: ChannelRecord) => Value): Record<string, Value> =>
    Object.fromEntries(mine.map((channel) => [channel.id, value(channel)]));
  const local = isLocal(person, world.team);
  const people = once(() => [...world.people.values()].map(personCard));
  const channels = once(() => mine.map((channel): Channel => channelCard(channel, person.id)));
  const messages = once(() => perChannel(({ id }): Message[] => messagesFor(world, id, person.id).map(messageCard)));
  return {
    workspace: { name: world.team.name, id: world.team.id },
    app: {
      ...{ id: world.app.id, name: world.app.name, botUserId: world.app.botUserId },
      takesMessages: world.manifest.messagesTab && !world.manifest.messagesTabReadOnly,
    },
    me: person.id,
    get people() {
      return people();
    },
    get channels() {
      return channels();
    },
    get messages() {
      return messages();
    },
    get unread() {
      return perChannel((channel) => unreadOf(world, channel, person.id));
    },
    views: stackOf(world, person.id),
    home: world.homes.get(person.id) ?? null,
    commands: local ? world.manifest.commands.map(({ shouldEscape: _escape, ...info }) => info) : [],
    shortcuts: local ? world.manifest.shortcuts : [],
    get traffic() {
      return [...world.record.traffic];
    },
  };
}
