import type { App, BlockAction } from '@slack/bolt';
import { FORM, memoryOf } from '../forms/form.ts';
import { redraw, type Taken } from '../forms/redraw.ts';
import { BACK } from '../forms/split.ts';
import { allAnswers } from '../forms/steps.ts';
import { USE } from '../forms/duplicates.ts';
import { teamsIn } from '../people/installation.ts';
import { admit, type Lobby } from './handler-deps.ts';

/**
 * An answer on which others depend was given: the form is drawn anew for it. What was typed stays, because Slack keeps
 * the value of every input whose ids stay.
 */
export const liveFormDoor = (app: App, lobby: Lobby): void => {
  app.action<BlockAction>({ type: 'block_actions', action_id: /^(?!verb:)/ }, async ({ ack, body }) => {
    const { view } = body;
    if (view?.callback_id !== FORM) return ack();
    try {
      const memory = memoryOf(view);
      const ask = await admit(lobby, {
        userId: body.user.id,
        teams: teamsIn(body),
        channel: memory.channel ?? null,
        source: 'form',
      });
      const state = await allAnswers(ask, memory, view.state.values);
      const back = isBack(body) && memory.step !== undefined ? { step: memory.step - 1 } : {};
      const redrawn = await redraw(ask, memory, state, { taken: takenIn(body), ...back });
      await lobby.desk.client.views.update({ view_id: view.id, hash: view.hash, view: redrawn });
    } catch (error) {
      // A newer answer is already redrawing the form, or the form is closed: either way there is nothing to do.
      lobby.desk.log.debug({ err: error }, 'a form was not redrawn');
    }
    // Only now: Slack shows that the answer is being worked on until the form is as it should be.
    return ack();
  });
};

const isBack = ({ actions: [action] }: BlockAction): boolean => action?.action_id === BACK;

const takenIn = ({ actions: [action] }: BlockAction): Taken | null => {
  const [, field = '', id = ''] = new RegExp(`^${USE}(\\w+):(\\d+)$`).exec(action?.action_id ?? '') ?? [];
  return field === '' ? null : { field, id: Number(id) };
};
