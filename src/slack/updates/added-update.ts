import type { AddedUpdate } from '../../crm/notifications/outbox/index.ts';
import { titleOf, refOf, type EntityName } from '../../model/entity.ts';
import type { AnyRecord } from '../../model/record.ts';
import { theApp } from '../../model/actor.ts';
import { entityOf } from '../../model/registry.ts';
import { cut } from '../../model/text/text.ts';
import { recordsById } from '../../crm/audit/index.ts';
import { actions, button, escape, Message, section, small } from '../messages/blocks.ts';
import type { SlackContext } from '../slack-context.ts';
import type { UpdateWords } from './deal-update.ts';
import { showContext } from '../views/show-context.ts';
import { showBeginning, showMoment, showValue, type ShowContext } from '../views/values.ts';

type AddedSentence = (record: AnyRecord, by: string, context: ShowContext) => string;

const interactionLine: AddedSentence = (record, by, context) => {
  const entity = entityOf('interaction');
  const of = (name: string): string => showValue(entity, record, name, context);
  const about = record['deal'] === null ? '' : ` about *${of('deal')}*`;
  const said = showBeginning(entity, record, 'what', context, 200).replace(/\s+/g, ' ');
  return `:speech_balloon: ${by} logged with *${of('customer')}*${about} (${of('kind').toLowerCase()}): ${said}`;
};

const customerLine: AddedSentence = (record, by) =>
  `:office: ${by} added the customer *${escape(cut(titleOf(entityOf('customer'), record), 120))}*`;

const read = async (slack: SlackContext, team: string, entity: EntityName, { id }: AddedUpdate) => {
  const [record] = await recordsById(slack.crm, entity, [id]);
  if (!record || record.deletedAt !== null) return null;
  const actor = theApp(team, slack.crm.settings.timeZone);
  const context = await showContext({ slack, actor }, [{ entity: entityOf(entity), records: [record] }]);
  return { record, context };
};

const inWords =
  (entity: EntityName, line: AddedSentence) =>
  async (slack: SlackContext, team: string, update: AddedUpdate): Promise<UpdateWords | null> => {
    const found = await read(slack, team, entity, update);
    if (!found) return null;
    const { record, context } = found;
    const sentences = [line(record, escape(update.by.name), context)];
    return { sentences, facts: `${refOf(entityOf(entity), record.id)} · ${showMoment(update.at)}`, record };
  };

const teller =
  (entity: EntityName, line: AddedSentence) =>
  async (slack: SlackContext, team: string, update: AddedUpdate): Promise<Message | null> => {
    const words = await inWords(entity, line)(slack, team, update);
    if (!words) return null;
    const { sentences, facts, record } = words;
    const blocks = [
      section(sentences.join('\n')),
      small(facts),
      actions(button('Show', 'show', refOf(entityOf(entity), record.id))),
    ];
    return Message.of({ blocks });
  };

export const interactionUpdateWords = inWords('interaction', interactionLine);

/** The updates about added records; null when the record was deleted meanwhile. */
export const interactionUpdateMessage = teller('interaction', interactionLine);
export const customerUpdateMessage = teller('customer', customerLine);
