import { oneOf, singularOf } from '../../model/entity.ts';
import type { WrongEntity } from '../../model/errors.ts';
import { entityOf } from '../../model/registry.ts';
import { refText } from '../../model/typed-reference.ts';
import { relatedRecords, type Related } from '../../crm/search/index.ts';
import { recordsById } from '../../crm/audit/index.ts';
import { say, type Message } from '../messages/blocks.ts';
import type { SlackRequest } from '../slack-context.ts';
import { named } from './lines.ts';
import { foundMessage } from './list.ts';
import { eitherOf, listed } from '../../model/text/text.ts';

/** Slack takes 50 blocks; more of one kind are no choice, but a list. */
const SHOWN = 10;

/** `customer`, `open deals`, `10 of 34 open deals` */
const kindOf = ({ entity, found, open, total }: Related): string => {
  const all = `${open ? 'open ' : ''}${total === 1 ? singularOf(entity) : entity.plural}`;
  return total > found.length ? `${found.length} of ${total} ${all}` : all;
};

/**
 * The answer to a record of the wrong type: what it is and its related records, with buttons
 * that go on with the command. @param choose as in `foundMessage`
 */
export async function wrongEntityMessage(
  request: SlackRequest,
  { named: ref, wanted }: WrongEntity,
  choose: { verb: string; again: (ref: string) => string },
): Promise<Message> {
  const { crm } = request.slack;
  const entity = entityOf(ref.entity);
  const [record] = await recordsById(crm, ref.entity, [ref.id]);
  const name = record ? named(entity, record) : refText(ref);
  const related = await relatedRecords(request, ref, { wanted, limit: SHOWN });
  const what = `:mag: ${name} is ${oneOf(entity)}.`;
  if (related.length === 0) {
    const needed = eitherOf(wanted.map((one) => oneOf(entityOf(one))));
    return say(`${what} This command needs ${needed}. Search with \`/crm find\`.`);
  }
  const whose = entity.isPerson ? 'Their' : 'Its';
  const found = related.flatMap((one) => one.found);
  return foundMessage(request, `${what} ${whose} ${listed(related.map(kindOf))}:`, found, choose);
}
