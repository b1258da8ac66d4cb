import { entityOf } from '../../../model/registry.ts';
import { carryOut } from '../../../crm/records/run-in-transaction.ts';
import { freshen } from '../../../crm/context/crm.ts';
import { create, edit } from '../../../crm/records/mutations.ts';
import { addStage } from '../../../crm/pipeline/stages.ts';
import type { EntityName } from '../../../model/entity.ts';
import type { Message } from '../../messages/blocks.ts';
import type { Ask } from '../../slack-context.ts';
import { settingsMessage } from './settings-view.ts';
import { personMessage } from './settings-people.ts';
import { stagesMessage } from './settings-stages.ts';
import { targetsMessage } from '../targets/target-list.ts';
import { withUndo } from '../../views/undoable.ts';
import { answersTo, type State } from '../../forms/answers.ts';
import { recordIn, type FormMemory } from '../../forms/form.ts';
import { askedFields } from '../../forms/record-form.ts';

const given = (name: EntityName, state: State): Record<string, unknown> =>
  answersTo(state, askedFields(entityOf(name)));

const change = ({ desk, actor, origin }: Ask, { entity, id = 0, version, overruled }: FormMemory, state: State) =>
  carryOut(desk.crm, actor, origin, (road) => edit(road, { entity, id }, given(entity, state), version, overruled));

/** Saves the settings, and shows them. */
export const saveSettings = async (ask: Ask, memory: FormMemory, state: State): Promise<Message> => {
  const { crm } = ask.desk;
  const { act } = await change(ask, memory, state);
  await freshen(crm);
  return withUndo(await settingsMessage(ask, ':white_check_mark: Saved.'), act);
};

/** Saves a stage, new or changed, and shows the pipeline. */
export const saveStage = async (ask: Ask, memory: FormMemory, state: State): Promise<Message> => {
  const { desk, actor, origin } = ask;
  const { act } =
    memory.id === undefined
      ? await addStage(desk.crm, actor, origin, given('stage', state))
      : await change(ask, memory, state);
  return withUndo(await stagesMessage(ask, ':white_check_mark: Saved.'), act);
};

/** Saves a target, new or changed, and shows them all. */
export const saveTarget = async (ask: Ask, memory: FormMemory, state: State): Promise<Message> => {
  const { desk, actor, origin } = ask;
  const input = given('target', state);
  const { act } =
    memory.id === undefined
      ? await carryOut(desk.crm, actor, origin, async (road) => ({ made: await create(road, 'target', input) }))
      : await change(ask, memory, state);
  return withUndo(await targetsMessage(ask, ':white_check_mark: Saved.'), act);
};

/** Gives somebody another role, and shows them. */
export const saveRole = async (ask: Ask, memory: FormMemory, state: State): Promise<Message> => {
  const { act } = await change(ask, memory, state);
  const person = recordIn(memory, 'employee') ?? { entity: 'employee', id: 0 };
  return withUndo(await personMessage(ask, person, ':white_check_mark: Saved.'), act);
};
