import type { App } from '@slack/bolt';
import { FORM } from '../forms/form.ts';

/** What no other door takes, such as a window of an older version, is let go at once instead of timing out. */
export const strangerDoor = (app: App): void => {
  const notForm = new RegExp(`^(?!${FORM}$)`);
  app.view({ type: 'view_submission', callback_id: notForm }, ({ ack }) => ack());
  app.view({ type: 'view_closed', callback_id: /.*/ }, ({ ack }) => ack());
  app.shortcut(/^(?!log$|log_message$)/, ({ ack }) => ack());
};
