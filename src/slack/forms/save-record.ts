import { entityOf } from '../../model/registry.ts';
import { runInTransaction, edit, type Input } from '../../crm/records/index.ts';
import type { WriteContext } from '../../crm/context/index.ts';
import { createAcknowledged, type DuplicateAcknowledgement } from '../../crm/duplicates/index.ts';
import type { Entity } from '../../model/entity.ts';
import type { Message } from '../messages/blocks.ts';
import type { SlackRequest } from '../slack-context.ts';
import { card } from '../views/card.ts';
import { withUndo } from '../views/undoable.ts';
import { answersTo, newName, type State } from './answers.ts';
import type { FormMemory } from './form.ts';
import { askedFields } from './record-form.ts';
import { singularOf } from '../../model/entity.ts';

/** Saves the form of any entity, and answers with the record's card. */
export async function saveRecord(
  request: SlackRequest,
  { entity: name, id, version, overruled, seen = {} }: FormMemory,
  state: State,
): Promise<Message> {
  const entity = entityOf(name);
  const given = answersTo(state, askedFields(entity));
  const saved = await runInTransaction(request, async (tx) => {
    const input = await withNewCustomer(tx, entity, given, seen);
    const record =
      id === undefined
        ? await createAcknowledged(tx, name, input, { seen, field: null })
        : await edit(tx, { entity: name, id }, input, version, overruled);
    return { record };
  });
  return withUndo(
    await card(request, entity, saved.record, `:white_check_mark: Saved ${singularOf(entity)}`),
    saved.act,
  );
}

/** Creates the customers that were named instead of existing ones. */
const withNewCustomer = async (
  tx: WriteContext,
  entity: Entity,
  given: Input,
  seen: DuplicateAcknowledgement['seen'],
): Promise<Input> => {
  const made: Record<string, unknown> = {};
  for (const name of Object.keys(entity.fields)) {
    const customer = newName(given[name]);
    if (customer === null) continue;
    made[name] = (await createAcknowledged(tx, 'customer', { name: customer }, { seen, field: name })).id;
  }
  return { ...given, ...made };
};
