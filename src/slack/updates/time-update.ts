import type { ClockUpdate } from '../../crm/notifications/outbox/index.ts';
import { refOf, type EntityName } from '../../model/entity.ts';
import { theApp } from '../../model/actor.ts';
import { entityOf } from '../../model/registry.ts';
import { cut } from '../../model/text/text.ts';
import { recordsById } from '../../crm/audit/index.ts';
import { actions, button, escape, type Message, say, small } from '../messages/blocks.ts';
import type { SlackContext } from '../slack-context.ts';
import { idleWords, type UpdateWords } from './deal-update.ts';
import { showContext } from '../views/show-context.ts';
import { showDay, showValue } from '../views/values.ts';

const read = async (slack: SlackContext, team: string, entity: EntityName, { id }: ClockUpdate) => {
  const [record] = await recordsById(slack.crm, entity, [id]);
  if (!record || record.deletedAt !== null) return null;
  const actor = theApp(team, slack.crm.settings.timeZone);
  const context = await showContext({ slack, actor }, [{ entity: entityOf(entity), records: [record] }]);
  return { record, context };
};

/** The update about a due follow-up; null when it is done or deleted. */
export async function followUpUpdateWords(
  slack: SlackContext,
  team: string,
  update: ClockUpdate,
): Promise<UpdateWords | null> {
  const entity = entityOf('followUp');
  const found = await read(slack, team, 'followUp', update);
  if (!found || found.record['doneAt'] !== null) return null;
  const { record, context } = found;
  const of = (name: string): string => showValue(entity, record, name, context);
  const about = record['deal'] === null ? '' : ` about *${of('deal')}*`;
  const sentence = `:alarm_clock: Due ${showDay(String(record['dueOn']), context)}: *${of('what')}* with *${of('customer')}*${about}`;
  return { sentences: [sentence], facts: `${refOf(entity, record.id)} · ${of('owner')}`, record };
}

export async function followUpUpdateMessage(
  slack: SlackContext,
  team: string,
  update: ClockUpdate,
): Promise<Message | null> {
  const words = await followUpUpdateWords(slack, team, update);
  if (!words) return null;
  const { sentences, facts, record } = words;
  const about = record['deal'] === null ? `C-${record['customer']}` : `D-${record['deal']}`;
  const buttons = [button('Done', 'done', refOf(entityOf('followUp'), record.id)), button('Log', 'log', about)];
  return say(sentences.join('\n'), small(facts), actions(...buttons));
}

/** The update about an inactive customer; null when the customer was deleted. */
export async function silentUpdateMessage(
  slack: SlackContext,
  team: string,
  update: ClockUpdate,
): Promise<Message | null> {
  const entity = entityOf('customer');
  const found = await read(slack, team, 'customer', update);
  if (!found) return null;
  const { record, context } = found;
  const name = `*${escape(cut(String(record['name']), 120))}*`;
  const sentence = `:mute: No interactions with ${name} ${idleWords(update.idle, context)}`;
  const ref = refOf(entity, record.id);
  return say(
    sentence,
    small(`${ref} · owner ${showValue(entity, record, 'owner', context)}`),
    actions(button('Show', 'show', ref), button('Log', 'log', ref)),
  );
}
