import { theApp } from '../../model/actor.ts';
import { refOf, titleOf } from '../../model/entity.ts';
import { entityOf } from '../../model/registry.ts';
import { cut } from '../../model/text/text.ts';
import { glanceAt } from '../../crm/search/index.ts';
import { recordsById } from '../../crm/audit/index.ts';
import { actions, button, escape, Message, section } from '../messages/blocks.ts';
import type { SlackContext } from '../slack-context.ts';
import { glanceBlocks, glanceGroups } from '../views/card.ts';
import { named } from '../views/lines.ts';
import type { CardSubject } from './living-card.ts';
import { showContext } from '../views/show-context.ts';
import { showValue } from '../views/values.ts';

const customer = entityOf('customer');

/** The living card of a customer, for the channel that is about it; null when there never was one. */
export async function customerCard(slack: SlackContext, face: CardSubject): Promise<Message | null> {
  const [record] = await recordsById(slack.crm, 'customer', [face.recordId]);
  if (!record) return null;
  const ref = refOf(customer, record.id);
  const name = cut(titleOf(customer, record), 120);
  const title = `${name} (${ref})`;
  if (record.deletedAt !== null) {
    const became =
      typeof record['mergedInto'] === 'number' ? `was merged into C-${record['mergedInto']}` : 'was deleted';
    return Message.of({ title, blocks: [section(`:wastebasket: ~${escape(name)}~ · ${ref} ${became}.`)] });
  }
  const actor = theApp(face.team, slack.crm.settings.timeZone);
  const glance = await glanceAt(slack.crm, { customer: record.id });
  const groups = [{ entity: customer, records: [record] }, ...glanceGroups(glance)];
  const context = { ...(await showContext({ slack, actor }, groups)), today: '' };
  const facts = ['status', 'owner'].map((field) => showValue(customer, record, field, context)).join(' · ');
  return Message.of({
    title,
    blocks: [
      section(`${customer.icon} ${named(customer, record)}\n${facts}`),
      ...glanceBlocks(glance, context, true),
      actions(button('Log', 'log', ref), button('Follow-up', 'next', ref), button('Show', 'show', ref)),
    ],
  });
}
