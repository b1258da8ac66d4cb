import type { RespondFn } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import { Problem } from '../../model/problems.ts';
import type { Lobby } from './door.ts';

interface From {
  respond: RespondFn;
  /** Whether the answer takes the place of the message whose button opened the form. */
  replace: boolean;
}

/** Slack did not open the form; nothing is lost but the click. */
export class NotOpened extends Problem {
  override name = 'NotOpened';
}

/** Opens a form, or puts it on top of the one in which a button was pressed. @throws NotOpened */
export const openForm = async (
  { desk, answers }: Lobby,
  trigger_id: string,
  view: ModalView,
  from: From | null,
  over = false,
): Promise<void> => {
  try {
    const { view: opened } = over
      ? await desk.client.views.push({ trigger_id, view })
      : await desk.client.views.open({ trigger_id, view });
    if (from && opened?.id) answers.keep(opened.id, from.respond, from.replace);
  } catch (cause) {
    desk.log.warn({ err: cause }, 'Slack did not open a form');
    throw new NotOpened('Slack did not open the form. Please try again.', { cause });
  }
};
