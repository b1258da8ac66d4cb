/** What Slack tells a person when something did not work. */
import type { ActResult } from '../../protocol.ts';
import type { Answer } from './request.ts';

export const done: ActResult = { ok: true };

export function notice(text: string): ActResult {
  return { ok: false, notice: text };
}

export function taken({ status }: Answer): boolean {
  return status >= 200 && status < 300;
}

export function commandFailed(command: string, { failure }: Answer): ActResult {
  if (failure === 'timeout') return notice(`${command} failed because the app did not respond (operation_timeout).`);
  return notice(`${command} failed with the error "${failure ? 'dispatch_failed' : 'http_service_error'}".`);
}

/** A dialog could not be sent. */
export const dialogFailed = notice('We had some trouble connecting. Try again?');

export function interactionFailed({ status, failure }: Answer): ActResult {
  if (failure === 'timeout') return notice('This app did not respond in time (operation_timeout).');
  if (failure === 'not_configured') return notice('This app is not configured to handle interactive responses.');
  return notice(failure ? 'This app could not be reached.' : `This app responded with Status Code ${status}.`);
}
