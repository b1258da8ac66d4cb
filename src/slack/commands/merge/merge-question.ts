import type { KnownBlock } from '@slack/types';
import { refOf, titleOf, type Entity } from '../../../model/entity.ts';
import type { AnyRecord } from '../../../model/record.ts';
import { cut } from '../../../model/text/text.ts';
import { relatedCounts } from '../../../crm/duplicates/index.ts';
import { actions, button, escape, facts, header, Message, small } from '../../messages/blocks.ts';
import type { SlackRequest } from '../../slack-context.ts';
import { counted } from '../../views/blockers.ts';
import { named } from '../../views/lines.ts';
import { showContext } from '../../views/show-context.ts';
import { showValue, type ShowContext } from '../../views/values.ts';

/** A field of both records, left and right; empty where both are blank or it is internal. */
const pair = (entity: Entity, records: readonly AnyRecord[], name: string, context: ShowContext): string[] => {
  const field = entity.fields[name];
  if (!field || [entity.title, 'mergedInto', 'currency'].includes(name)) return [];
  if (records.every((record) => record[name] === null)) return [];
  const differ = new Set(records.map((record) => record[name])).size > 1;
  return records.map((record) => {
    const value = cut(showValue(entity, record, name, context), 200);
    return `${differ ? `*${escape(field.label)}*` : escape(field.label)}\n${value}`;
  });
};

/** The button that keeps one of them; which one is in its words, left to right: what remains, what goes. */
const keeping = (entity: Entity, keep: AnyRecord, other: AnyRecord) =>
  button(
    `Keep ${refOf(entity, keep.id)} ${cut(titleOf(entity, keep), 40)}`,
    'absorb',
    `${refOf(entity, keep.id)} ${refOf(entity, other.id)}`,
  );

/** Both records side by side, with a button to keep either. */
export async function mergeQuestion(
  request: SlackRequest,
  entity: Entity,
  left: AnyRecord,
  right: AnyRecord,
): Promise<Message> {
  const records = [left, right];
  const context = await showContext(request, [{ entity, records }]);
  const related = await Promise.all(records.map((record) => relatedCounts(request.slack.crm, entity, record.id)));
  const heads = records.map((record) => `${entity.icon} ${named(entity, record)}`);
  const belongs = related.map((by) => `Linked records\n${counted(by)}`);
  const fields = Object.keys(entity.fields).flatMap((name) => pair(entity, records, name, context));
  const text = `Merge these two ${entity.plural}? Choose the one to keep.`;
  const blocks: KnownBlock[] = [
    header(text),
    ...facts([...heads, ...fields, ...belongs]),
    small(
      'The kept record wins; its empty fields are filled from the other, whose linked records move to it. You can undo this.',
    ),
    actions(
      keeping(entity, left, right),
      keeping(entity, right, left),
      button('Don’t merge', 'show', refOf(entity, left.id)),
    ),
  ];
  return Message.of({ title: text, blocks });
}

/** What a merge did. */
export function mergedSentence(entity: Entity, kept: AnyRecord, other: AnyRecord, moved: string): string {
  return `:twisted_rightwards_arrows: Merged ${named(entity, other)} into ${named(entity, kept)}.${moved ? ` ${moved} moved to it.` : ''}`;
}
