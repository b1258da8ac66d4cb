import type { ModalView } from '@slack/types';
import type { Field } from '../../../model/fields.ts';
import { entityOf, ENTITIES } from '../../../model/registry.ts';
import { count } from '../../../model/text/text.ts';
import { pipelineInUse, removeStage, type StageInUse } from '../../../crm/pipeline/index.ts';
import { escape, type Message } from '../../messages/blocks.ts';
import type { SlackRequest } from '../../slack-context.ts';
import { stagesMessage } from './settings-stages.ts';
import { withUndo } from '../../views/undoable.ts';
import { answersTo, type State } from '../../forms/answers.ts';
import { formView, type FormMemory } from '../../forms/form.ts';
import { formContext } from '../../forms/record-form.ts';
import { atOnceOrSlow, type Slow } from '../../forms/slow.ts';

/** Field for the new stage of a removed stage's deals. */
export const MOVE_FIELDS = {
  moveTo: {
    ...ENTITIES.deal.fields['stage'],
    label: 'Move them to',
    help: 'Moves the deals and removes the stage. You can undo both at once.',
  },
} as const satisfies Record<string, Field>;

/** Asks where the deals go. @param others stages that they may go to */
export async function moveDealsForm(
  request: SlackRequest,
  stage: StageInUse,
  others: readonly StageInUse[],
): Promise<ModalView> {
  return {
    ...formView({
      title: 'Remove stage',
      submit: 'Move and remove',
      memory: { form: 'move-deals', entity: 'stage', id: stage.id },
      questions: [{ name: 'moveTo', field: MOVE_FIELDS.moveTo, value: null }],
      context: { ...(await formContext(request, entityOf('stage'), {})), stages: others },
      note: `*${escape(stage.name)}* has ${count(stage.deals, 'deal')}.`,
    }),
  };
}

/** Moves the deals, removes the stage, and shows the pipeline. */
export async function saveMove(request: SlackRequest, { id = 0 }: FormMemory, state: State): Promise<Message | Slow> {
  const moveTo = Number(answersTo(state, MOVE_FIELDS)['moveTo'] ?? 0);
  const n = (await pipelineInUse(request.slack.crm)).find((stage) => stage.id === id)?.deals ?? 0;
  return atOnceOrSlow(n, `Moving ${count(n, 'deal')}`, async () => {
    const { act } = await removeStage(request, id, moveTo);
    return withUndo(await stagesMessage(request, ':white_check_mark: Moved the deals and removed the stage.'), act);
  });
}
