import type { KnownBlock } from '@slack/types';
import { refOf, type Entity } from '../../model/entity.ts';
import type { AnyRecord } from '../../model/record.ts';
import { cut } from '../../model/text/text.ts';
import { button, Message, section } from '../messages/blocks.ts';
import type { SlackRequest } from '../slack-context.ts';
import { named } from './lines.ts';
import { showContext } from './show-context.ts';
import { showValue } from './values.ts';

/**
 * Several records of any kind, each with a button: search results, or the candidates of an ambiguous name.
 * @param choose what a button does: its verb, and the words that follow it for the record it stands beside
 */
export async function foundMessage(
  request: SlackRequest,
  intro: string,
  found: readonly { entity: Entity; record: AnyRecord }[],
  choose: { verb: string; again: (ref: string) => string } = { verb: 'show', again: (ref) => ref },
): Promise<Message> {
  const context = await showContext(
    request,
    found.map(({ entity, record }) => ({ entity, records: [record] })),
  );
  const line = (entity: Entity, record: AnyRecord): string => {
    const columns = entity.list.columns
      .filter((name) => name !== entity.title && record[name] !== null)
      .slice(0, 3)
      .map((name) => cut(showValue(entity, record, name, context), 120));
    return `${entity.icon} ${named(entity, record)}\n${columns.join(' · ')}`;
  };
  const label = choose.verb.charAt(0).toUpperCase() + choose.verb.slice(1);
  return Message.of({
    blocks: [
      section(intro),
      ...found.map(({ entity, record }): KnownBlock => ({
        ...section(line(entity, record)),
        accessory: button(label, choose.verb, choose.again(refOf(entity, record.id))),
      })),
    ],
  });
}
