import type { App, BlockAction } from '@slack/bolt';
import { FORM, memoryOf } from '../forms/form.ts';
import type { Taken } from '../forms/form-kind.ts';
import { redraw } from '../forms/redraw.ts';
import { BACK } from '../forms/split.ts';
import { allAnswers } from '../forms/steps.ts';
import { USE } from '../forms/duplicates.ts';
import { teamsIn } from '../people/installation.ts';
import { authenticate, type HandlerDeps } from './handler-deps.ts';

/**
 * An answer on which others depend was given: the form is drawn anew for it. What was typed stays, because Slack keeps
 * the value of every input whose ids stay.
 */
export function handleLiveForms(app: App, deps: HandlerDeps): void {
  app.action<BlockAction>({ type: 'block_actions', action_id: /^(?!verb:)/ }, async ({ ack, body }) => {
    const { view } = body;
    if (view?.callback_id !== FORM) return ack();
    try {
      const memory = memoryOf(view);
      const request = await authenticate(deps, {
        userId: body.user.id,
        teams: teamsIn(body),
        channel: memory.channel ?? null,
        source: 'form',
      });
      const state = await allAnswers(request, memory, view.state.values);
      const back = isBack(body) && memory.step !== undefined ? { step: memory.step - 1 } : {};
      const redrawn = await redraw(request, memory, state, {
        taken: takenIn(body),
        pressed: body.actions[0]?.action_id ?? '',
        ...back,
      });
      await deps.slack.client.views.update({ view_id: view.id, hash: view.hash, view: redrawn });
    } catch (error) {
      // A newer answer is already redrawing the form, or the form is closed: either way there is nothing to do.
      deps.slack.log.debug({ err: error }, 'a form was not redrawn');
    }
    // Only now: Slack shows that the answer is being worked on until the form is as it should be.
    return ack();
  });
}

const isBack = ({ actions: [action] }: BlockAction): boolean => action?.action_id === BACK;

const takenIn = ({ actions: [action] }: BlockAction): Taken | null => {
  const [, field = '', id = ''] = new RegExp(`^${USE}(\\w+):(\\d+)$`).exec(action?.action_id ?? '') ?? [];
  return field === '' ? null : { field, id: Number(id) };
};
