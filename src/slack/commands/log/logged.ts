import { refOf } from '../../../model/entity.ts';
import type { AnyRecord } from '../../../model/record.ts';
import { entityOf } from '../../../model/registry.ts';
import { glanceAt } from '../../../crm/search/index.ts';
import type { Logged } from '../../../crm/log/index.ts';
import { actions, button, escape, Message, section, small } from '../../messages/blocks.ts';
import type { SlackRequest } from '../../slack-context.ts';
import { glanceBlocks, glanceGroups } from '../../views/card.ts';
import { showContext } from '../../views/show-context.ts';
import { showBeginning, showMoment, showValue, type ShowContext } from '../../views/values.ts';

const interaction = entityOf('interaction');

const kindOf = (record: AnyRecord, context: ShowContext): string =>
  showValue(interaction, record, 'kind', context).toLowerCase();
const article = (word: string): string => (/^[aeiou]/.test(word) ? 'an' : 'a');

/** `a call with Iris Meyer of Acme Logistics`. */
const described = (record: AnyRecord, context: ShowContext): string => {
  const kind = kindOf(record, context);
  const customer = `*${showValue(interaction, record, 'customer', context)}*`;
  const contact = record['contact'] === null ? '' : `${showValue(interaction, record, 'contact', context)} of `;
  const about = record['deal'] === null ? '' : ` about *${showValue(interaction, record, 'deal', context)}*`;
  const preposition = kind === 'note' ? 'on' : 'with';
  return `${article(kind)} ${kind} ${preposition} ${contact}${customer}${about}`;
};

/** The answer to logging: the interaction, the latest on the customer, the next step, undo. */
export async function loggedMessage(
  request: SlackRequest,
  { act, interaction: record, deal }: Logged,
): Promise<Message> {
  const glance = await glanceAt(request.slack.crm, { customer: record['customer'] ?? null });
  const groups = [{ entity: interaction, records: [record] }, ...glanceGroups(glance)];
  const context = await showContext(request, groups);
  const ref = refOf(interaction, record.id);
  const moved = deal
    ? `\n${escape('→')} ${showValue(entityOf('deal'), deal, 'name', context)} is now in *${showValue(entityOf('deal'), deal, 'stage', context)}*.`
    : '';
  const text = `Logged ${described(record, context)}.`;
  return Message.of({
    blocks: [
      section(
        `:white_check_mark: ${text}${moved}\n>${showBeginning(interaction, record, 'what', context, 300).replace(/\n/g, '\n>')}`,
      ),
      actions(button('Edit', 'edit', ref), button('Undo', 'undo', act), button('Share', 'share', ref)),
      ...glanceBlocks(glance, context, true),
    ],
  });
}

/** An interaction as the whole channel sees it once it is shared. */
export async function sharedInteraction(request: SlackRequest, record: AnyRecord): Promise<Message> {
  const context = await showContext(request, [{ entity: interaction, records: [record] }]);
  const text = `${showValue(interaction, record, 'owner', context)} logged ${described(record, context)}`;
  return Message.of({
    blocks: [
      section(
        `:speech_balloon: ${text}\n>${showBeginning(interaction, record, 'what', context, 1500).replace(/\n/g, '\n>')}`,
      ),
      small(
        `${showMoment(String(record['happenedAt']))} · ${refOf(interaction, record.id)} · shared by <@${request.actor.slackUserId}>`,
      ),
    ],
  });
}
