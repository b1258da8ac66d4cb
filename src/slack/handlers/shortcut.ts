import type { App, GlobalShortcut, MessageShortcut } from '@slack/bolt';
import { cut } from '../../model/text/text.ts';
import { entityOf } from '../../model/registry.ts';
import { permit } from '../../crm/records/index.ts';
import type { Value } from '../../model/fields.ts';
import { reading, type SlackRequest } from '../slack-context.ts';
import { closed, explain } from '../explain.ts';
import { teamsIn } from '../people/installation.ts';
import { inPrivateOnly } from '../messages/respond.ts';
import { tellBest } from '../messages/tell-best.ts';
import { logForm } from '../commands/log/index.ts';
import { asTyped } from '../typed.ts';
import { authenticate, type HandlerDeps } from './handler-deps.ts';
import { openForm } from './open-form.ts';

/** The lightning menu and the menu of a message: both open the log form, the latter with the message in it. */
export function handleShortcuts(app: App, deps: HandlerDeps): void {
  app.shortcut<GlobalShortcut>({ type: 'shortcut', callback_id: 'log' }, async ({ shortcut, ack }) => {
    await open(deps, shortcut, {});
    await ack();
  });
  app.shortcut<MessageShortcut>({ type: 'message_action', callback_id: 'log_message' }, async ({ shortcut, ack }) => {
    const happenedAt = new Date(Number(shortcut.message_ts) * 1000).toISOString();
    await open(deps, shortcut, {
      kind: 'message',
      happenedAt,
      what: cut(await withNames(deps, asTyped(shortcut.message.text ?? '')), 3000) || null,
    });
    await ack();
  });
}

/** What is kept of a message names people as they were read, not by their ids. */
const withNames = async ({ slack: { people } }: HandlerDeps, text: string): Promise<string> => {
  const ids = [...new Set([...text.matchAll(/<@([UW][A-Z0-9]+)>/g)].map(([, id]) => String(id)))].slice(0, 10);
  const names = await Promise.all(
    ids.map(
      async (id) =>
        [
          id,
          await people.identify(id).then(
            ({ name }) => name,
            () => id,
          ),
        ] as const,
    ),
  );
  return names.reduce((words, [id, name]) => words.replaceAll(`<@${id}>`, `@${name}`), text);
};

const open = async (
  deps: HandlerDeps,
  shortcut: GlobalShortcut | MessageShortcut,
  given: Record<string, Value>,
): Promise<void> => {
  let request: SlackRequest | null = null;
  try {
    const channel = 'channel' in shortcut ? { id: shortcut.channel.id, name: shortcut.channel.name ?? '' } : null;
    request = await authenticate(deps, {
      userId: shortcut.user.id,
      teams: teamsIn(shortcut),
      channel,
      source: 'shortcut',
    });
    await permit(request, { entity: entityOf('interaction'), verb: 'create' });
    await openForm(deps, shortcut.trigger_id, await logForm(request, given, null), null);
  } catch (error) {
    const { slack } = deps;
    const message = request ? await explain(error, request, { verb: 'log', words: '' }) : closed(error, slack.log);
    const view = reading('CustomerHub', message.blocks);
    await slack.client.views
      .open({ trigger_id: shortcut.trigger_id, view })
      .catch(() => tellBest(slack, inPrivateOnly(shortcut.user.id), message));
  }
};
