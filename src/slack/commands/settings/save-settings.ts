import { entityOf } from '../../../model/registry.ts';
import { runInTransaction, create, edit } from '../../../crm/records/index.ts';
import { freshen } from '../../../crm/context/index.ts';
import { addStage } from '../../../crm/pipeline/index.ts';
import type { EntityName } from '../../../model/entity.ts';
import type { Message } from '../../messages/blocks.ts';
import type { SlackRequest } from '../../slack-context.ts';
import { settingsMessage } from './settings-view.ts';
import { personMessage } from './settings-people.ts';
import { stagesMessage } from './settings-stages.ts';
import { targetsMessage } from '../targets/index.ts';
import { withUndo } from '../../views/undoable.ts';
import { answersTo, type State } from '../../forms/answers.ts';
import { recordIn, type FormMemory } from '../../forms/form.ts';
import { askedFields } from '../../forms/record-form.ts';

const given = (name: EntityName, state: State): Record<string, unknown> =>
  answersTo(state, askedFields(entityOf(name)));

const change = (request: SlackRequest, { entity, id = 0, version, overruled }: FormMemory, state: State) =>
  runInTransaction(request, (tx) => edit(tx, { entity, id }, given(entity, state), version, overruled));

/** Saves the settings, and shows them. */
export async function saveSettings(request: SlackRequest, memory: FormMemory, state: State): Promise<Message> {
  const { crm } = request.slack;
  const { act } = await change(request, memory, state);
  await freshen(crm);
  return withUndo(await settingsMessage(request, ':white_check_mark: Saved.'), act);
}

/** Saves a stage, new or changed, and shows the pipeline. */
export async function saveStage(request: SlackRequest, memory: FormMemory, state: State): Promise<Message> {
  const { slack, actor, origin } = request;
  const { act } =
    memory.id === undefined
      ? await addStage({ crm: slack.crm, actor, origin }, given('stage', state))
      : await change(request, memory, state);
  return withUndo(await stagesMessage(request, ':white_check_mark: Saved.'), act);
}

/** Saves a target, new or changed, and shows them all. */
export async function saveTarget(request: SlackRequest, memory: FormMemory, state: State): Promise<Message> {
  const { slack, actor, origin } = request;
  const input = given('target', state);
  const { act } =
    memory.id === undefined
      ? await runInTransaction({ crm: slack.crm, actor, origin }, async (tx) => ({
          made: await create(tx, 'target', input),
        }))
      : await change(request, memory, state);
  return withUndo(await targetsMessage(request, ':white_check_mark: Saved.'), act);
}

/** Gives somebody another role, and shows them. */
export async function saveRole(request: SlackRequest, memory: FormMemory, state: State): Promise<Message> {
  const { act } = await change(request, memory, state);
  const person = recordIn(memory, 'employee') ?? { entity: 'employee', id: 0 };
  return withUndo(await personMessage(request, person, ':white_check_mark: Saved.'), act);
}
