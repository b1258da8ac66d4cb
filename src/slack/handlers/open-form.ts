import type { ModalView } from '@slack/types';
import { Problem } from '../../model/errors.ts';
import { refusalInWords } from '../refused.ts';
import type { Recipient } from '../messages/respond.ts';
import type { SlackContext } from '../slack-context.ts';
import type { HandlerDeps } from './handler-deps.ts';

/** Slack did not open the form; nothing is lost but the click. */
export class NotOpened extends Problem {
  override name = 'NotOpened';
}

/**
 * Opens a form, or puts it on top of the one in which a button was pressed.
 * @param from who gets the answer to it, where that is not said in its window
 * @throws NotOpened
 */
export async function openForm(
  { slack, answers }: HandlerDeps,
  trigger_id: string,
  view: ModalView,
  from: Recipient | null,
  over = false,
): Promise<void> {
  const { views } = slack.client;
  const opening = over ? views.push({ trigger_id, view }) : views.open({ trigger_id, view });
  const { view: opened } = await opening.catch(notOpened(slack));
  if (from && opened?.id) answers.keep(opened.id, from);
}

/** What becomes of a form that Slack did not show. */
export function notOpened({ log }: SlackContext) {
  return (cause: unknown): never => {
    log.warn({ err: cause }, 'Slack did not open a form');
    const advice = refusalInWords(cause) ?? 'Try again.';
    throw new NotOpened(`Slack didn’t open the form. ${advice}`, { cause });
  };
}
