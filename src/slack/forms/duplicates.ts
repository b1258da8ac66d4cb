import type { Button, KnownBlock, ModalView } from '@slack/types';
import type { ViewOutput } from '@slack/bolt';
import { theApp } from '../../model/actor.ts';
import { refOf, type Entity, singularOf } from '../../model/entity.ts';
import type { AnyRecord } from '../../model/record.ts';
import type { LikelyDuplicates } from '../../model/errors.ts';
import { entityOf } from '../../model/registry.ts';
import { cut, listed } from '../../model/text/text.ts';
import { recordsById } from '../../crm/audit/index.ts';
import { button, divider, plain, section, small } from '../messages/blocks.ts';
import type { SlackContext } from '../slack-context.ts';
import { named } from '../views/lines.ts';
import { showContext } from '../views/show-context.ts';
import { showValue, type ShowContext } from '../views/values.ts';
import type { FormMemory } from './form.ts';

/** Block ids of the duplicates. */
const TWIN = 'twin:';
/** Action id of Use existing; the field in which the new record was named follows. */
export const USE = 'use:';
const SHOWN = 5;

/** The form goes on with it, or, where the form was about it, makes room for its card. */
const useButton = (entity: Entity, id: number, field: string | null): Button =>
  field === null
    ? button('Use existing', 'use', refOf(entity, id))
    : { type: 'button', text: plain('Use existing'), action_id: `${USE}${field}:${id}`, value: String(id) };

const factsOf = (entity: Entity, record: AnyRecord, context: ShowContext): string =>
  entity.list.columns
    .filter((name) => name !== entity.title && record[name] !== null)
    .map((name) => cut(showValue(entity, record, name, context), 120))
    .join(' · ');

const twinBlocks = async (
  slack: SlackContext,
  { entity: name, field, twins }: LikelyDuplicates,
): Promise<KnownBlock[]> => {
  const entity = entityOf(name);
  const shown = twins.slice(0, SHOWN);
  const records = await recordsById(
    slack.crm,
    name,
    shown.map(({ id }) => id),
  );
  const context = await showContext({ slack, actor: theApp('', slack.crm.settings.timeZone) }, [{ entity, records }]);
  return shown.flatMap(({ id, shares }) => {
    const record = records.find((one) => one.id === id);
    if (!record) return [];
    const text = `${entity.icon} ${named(entity, record)} has ${listed(shares)}\n${factsOf(entity, record, context)}`;
    return [{ ...section(text), block_id: `${TWIN}${id}`, accessory: useButton(entity, id, field) }];
  });
};

/** Ids of the shown duplicates, earlier and new ones. */
const seenBy = ({ seen = {} }: FormMemory, { entity, twins }: LikelyDuplicates): NonNullable<FormMemory['seen']> => ({
  ...seen,
  [entity]: [...new Set([...(seen[entity] ?? []), ...twins.map(({ id }) => id)])].slice(-100),
});

/**
 * The same form when what it is about to create is likely to be there already: the twins stand above the questions, every
 * input keeps what was typed (same block and action ids), and Save now means to create it anyway.
 */
export async function duplicatesView(
  slack: SlackContext,
  view: ViewOutput,
  memory: FormMemory,
  problem: LikelyDuplicates,
): Promise<ModalView> {
  const entity = entityOf(problem.entity);
  const all = problem.twins.length;
  const which = all > SHOWN ? `: the closest ${SHOWN} of ${all} ${entity.plural}` : '';
  const intro = `:busts_in_silhouette: *Possible duplicate*${which}`;
  const hint = `${all === 1 ? 'Not the same' : 'None of them'}? *Create anyway* adds a new ${singularOf(entity)}. Your entries are kept.`;
  const said = (block: KnownBlock): boolean => block.block_id?.startsWith(TWIN) ?? false;
  return {
    type: 'modal',
    callback_id: view.callback_id,
    private_metadata: JSON.stringify({ ...memory, seen: seenBy(memory, problem) } satisfies FormMemory),
    title: view.title as ModalView['title'],
    submit: plain('Create anyway', 24),
    ...(view.close && { close: view.close as NonNullable<ModalView['close']> }),
    blocks: [
      { ...section(intro), block_id: `${TWIN}intro` },
      ...(await twinBlocks(slack, problem)),
      { ...small(hint), block_id: `${TWIN}hint` },
      { ...divider(), block_id: `${TWIN}end` },
      ...(view.blocks as KnownBlock[]).filter((block) => !said(block)),
    ],
  };
}
