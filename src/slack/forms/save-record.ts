import { entityOf } from '../../model/registry.ts';
import { carryOut } from '../../crm/records/run-in-transaction.ts';
import { edit, type Input } from '../../crm/records/mutations.ts';
import type { Road } from '../../crm/context/write-context.ts';
import { createWithCare, type Care } from '../../crm/duplicates/duplicates.ts';
import type { Entity } from '../../model/entity.ts';
import type { Message } from '../messages/blocks.ts';
import type { Ask } from '../slack-context.ts';
import { card } from '../views/card.ts';
import { withUndo } from '../views/undoable.ts';
import { answersTo, newName, type State } from './answers.ts';
import type { FormMemory } from './form.ts';
import { askedFields } from './record-form.ts';

/** Saves the form of any entity, and answers with the record's card. */
export const saveRecord = async (
  ask: Ask,
  { entity: name, id, version, overruled, seen = {} }: FormMemory,
  state: State,
): Promise<Message> => {
  const entity = entityOf(name);
  const given = answersTo(state, askedFields(entity));
  const saved = await carryOut(ask.desk.crm, ask.actor, ask.origin, async (road) => {
    const input = await withNewCustomer(road, entity, given, seen);
    const record =
      id === undefined
        ? await createWithCare(road, name, input, { seen, field: null })
        : await edit(road, { entity: name, id }, input, version, overruled);
    return { record };
  });
  return withUndo(await card(ask, entity, saved.record, `:white_check_mark: Saved ${entity.name}`), saved.act);
};

/** Makes the customer that was named in place of an existing one. */
const withNewCustomer = async (road: Road, entity: Entity, given: Input, seen: Care['seen']): Promise<Input> => {
  const made: Record<string, unknown> = {};
  for (const name of Object.keys(entity.fields)) {
    const customer = newName(given[name]);
    if (customer === null) continue;
    made[name] = (await createWithCare(road, 'customer', { name: customer }, { seen, field: name })).id;
  }
  return { ...given, ...made };
};
