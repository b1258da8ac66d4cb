import type { App, GlobalShortcut, MessageShortcut } from '@slack/bolt';
import { cut } from '../../model/words.ts';
import { entityOf } from '../../model/registry.ts';
import { demand } from '../../crm/road.ts';
import type { Value } from '../../model/fields.ts';
import { reading, type Ask } from '../desk.ts';
import { explain, sentenceFor } from '../explain.ts';
import { say } from '../blocks.ts';
import { logForm } from '../forms/log-form.ts';
import { asTyped } from '../typed.ts';
import { admit, type Lobby } from './door.ts';
import { openForm } from './open-form.ts';

/** The lightning menu and the menu of a message: both open the log form, the latter with the message in it. */
export const shortcutDoor = (app: App, lobby: Lobby): void => {
  app.shortcut<GlobalShortcut>({ type: 'shortcut', callback_id: 'log' }, async ({ shortcut, ack }) => {
    await open(lobby, shortcut, {});
    await ack();
  });
  app.shortcut<MessageShortcut>({ type: 'message_action', callback_id: 'log_message' }, async ({ shortcut, ack }) => {
    const happenedAt = new Date(Number(shortcut.message_ts) * 1000).toISOString();
    await open(lobby, shortcut, {
      kind: 'message',
      happenedAt,
      what: cut(asTyped(shortcut.message.text ?? ''), 3000) || null,
    });
    await ack();
  });
};

const open = async (
  lobby: Lobby,
  shortcut: GlobalShortcut | MessageShortcut,
  given: Record<string, Value>,
): Promise<void> => {
  let ask: Ask | null = null;
  try {
    const channel = 'channel' in shortcut ? { id: shortcut.channel.id, name: shortcut.channel.name ?? '' } : null;
    ask = await admit(lobby, {
      userId: shortcut.user.id,
      userTeam: shortcut.user.team_id,
      channel,
      source: 'shortcut',
    });
    demand(ask.actor, entityOf('interaction'), 'create', null);
    await openForm(lobby, shortcut.trigger_id, await logForm(ask, given, null), null);
  } catch (error) {
    const message = ask ? await explain(error, ask, 'log') : say(`:lock: ${sentenceFor(error, lobby.desk.log)}`);
    const view = reading('CustomerHub', message.blocks);
    await lobby.desk.client.views.open({ trigger_id: shortcut.trigger_id, view });
  }
};
