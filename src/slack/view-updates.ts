import type { AllMiddlewareArgs, AnyMiddlewareArgs, App } from '@slack/bolt';
import { within } from '../model/runtime/deadline.ts';
import { FORM } from './forms/form.ts';

/** How long the database may take for what must be answered before Slack gives up, which it does after 3000 ms. */
const HURRY_MS = 2200;
/** The same where Slack has its answer already: for a button, and for events, which nobody waits for. */
const PATIENT_MS = 15_000;

/** Is it answered at once, before it is carried out? A form is drawn anew before its action is answered. */
const isAnswered = (body: AnyMiddlewareArgs['body']): boolean => {
  if (!('type' in body)) return false;
  if (body.type === 'event_callback') return true;
  return body.type === 'block_actions' && !('view' in body && body.view?.callback_id === FORM);
};

/**
 * Lets whatever Slack sends be done before its answer is due, or not at all: then the answer says so. What goes on after an
 * answer is `unhurried`.
 */
export function hurry(app: App): void {
  app.use(({ body, next }: AnyMiddlewareArgs & AllMiddlewareArgs) =>
    within(isAnswered(body) ? PATIENT_MS : HURRY_MS, next),
  );
}
