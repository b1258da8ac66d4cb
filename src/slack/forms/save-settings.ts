import { entityOf } from '../../model/registry.ts';
import { carryOut } from '../../crm/carry-out.ts';
import { freshen } from '../../crm/crm.ts';
import { create, edit } from '../../crm/road.ts';
import { addStage } from '../../crm/stages.ts';
import type { EntityName } from '../../model/entity.ts';
import type { Message } from '../blocks.ts';
import type { Ask } from '../desk.ts';
import { settingsMessage } from '../show/settings.ts';
import { personMessage } from '../show/settings-people.ts';
import { stagesMessage } from '../show/settings-stages.ts';
import { targetsMessage } from '../show/targets.ts';
import { withUndo } from '../show/undoable.ts';
import { answersTo, type State } from './answers.ts';
import { recordIn, type FormMemory } from './form.ts';
import { askedFields } from './record-form.ts';

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
