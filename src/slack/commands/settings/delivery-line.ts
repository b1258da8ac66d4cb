import { backlog } from '../../../crm/notifications/outbox/index.ts';
import { escape } from '../../messages/blocks.ts';
import type { SlackRequest } from '../../slack-context.ts';
import { showMoment } from '../../views/values.ts';

/** The delivery status as one line of the settings: `3 waiting since 14:02, 1 failed`. */
export async function deliveryLine({ slack }: SlackRequest): Promise<string> {
  const { waiting, oldest, failed } = await backlog(slack.crm);
  const queue =
    oldest === null ? 'No messages waiting' : `${waiting.toLocaleString('en')} waiting since ${showMoment(oldest)}`;
  const paused = slack.worker.state?.().why ?? null;
  const failures = failed === 0 ? 'none failed' : `:warning: ${failed.toLocaleString('en')} failed`;
  return `${queue} · ${failures}${paused === null ? '' : `\n:pause_button: ${escape(paused)}`}`;
}
