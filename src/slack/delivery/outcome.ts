import type { NewCard } from '../../crm/notifications/cards/index.ts';
import { SlackError, WebAPIHTTPError, WebAPIPlatformError, WebAPIRateLimitedError } from '@slack/web-api';
import { ResponseUrlError } from '../messages/response-url.ts';

/** How an attempt to deliver ended. */
export type Outcome =
  /** It is in the channel (`ts`), as a card that is to be remembered or not, or there was nothing left to say (null). */
  | { is: 'delivered'; ts: string | null; card?: NewCard }
  /** Nothing was posted: Slack asked to wait that many milliseconds. */
  | { is: 'wait'; wait: number; error: string }
  /** Nothing was asked of Slack: it is the turn of others for that many milliseconds. */
  | { is: 'turn'; wait: number }
  /** It may be in the channel: look before posting again. */
  | { is: 'unclear'; error: string }
  /** Slack will never take it. */
  | { is: 'refused'; error: string }
  /** Slack takes nothing at all from this app until somebody mends that. */
  | { is: 'shut out'; error: string };

/** Answers that mean: the bot's token is worth nothing any more. */
const ABOUT_THE_TOKEN: ReadonlySet<string> = new Set([
  'invalid_auth',
  'not_authed',
  'token_revoked',
  'token_expired',
  'account_inactive',
]);

/** Slack's name for why the token is worth nothing; null where an error says nothing of the kind. */
export function lostTokenOf(error: unknown): string | null {
  return error instanceof WebAPIPlatformError && ABOUT_THE_TOKEN.has(error.data.error) ? error.data.error : null;
}

/** Answers about the app, not about the message: the next message would get the same. */
const ABOUT_THE_APP: ReadonlySet<string> = new Set([
  ...ABOUT_THE_TOKEN,
  'app_uninstalled',
  'missing_scope',
  'not_allowed_token_type',
  'no_permission',
  'access_denied',
  'ekm_access_denied',
  'org_login_required',
  'team_access_not_granted',
  'two_factor_setup_required',
]);

export function isAboutTheApp(error: string): boolean {
  return ABOUT_THE_APP.has(error);
}

/** Answers that pass by themselves. Every other one that Slack gives by name is final: the same call gets it again. */
const PASSING: ReadonlySet<string> = new Set([
  'fatal_error',
  'internal_error',
  'request_timeout',
  'service_unavailable',
  'team_added_to_org',
]);

/** Answers about what is in a message: another one would be taken in its place. */
const ABOUT_BLOCKS: ReadonlySet<string> = new Set([
  'invalid_blocks',
  'invalid_blocks_format',
  'invalid_attachments',
  'only_one_table_allowed',
  // So views.* says it.
  'invalid_arguments',
  'msg_blocks_too_long',
  'msg_too_long',
]);

/** Does Slack refuse what is in the message, rather than a message here? */
export function isAboutBlocks(outcome: Outcome): boolean {
  return outcome.is === 'refused' && ABOUT_BLOCKS.has(outcome.error);
}

const INSTALL_AGAIN = 'Install the app again, set SLACK_BOT_TOKEN to its new token and start again.';

/** What an admin can do about an answer. */
const REMEDIES: Readonly<Record<string, string>> = {
  channel_not_found:
    'The channel was deleted or CustomerHub isn’t in it. Subscribe in another channel with /crm subscribe.',
  not_in_channel: 'Invite CustomerHub to the channel, resume its subscription and retry the message.',
  is_archived: 'The channel is archived. Unarchive it and retry the message, or remove its subscription.',
  msg_too_long: 'The message is too long for Slack. Discard it and tell your admin.',
  msg_blocks_too_long: 'The message is too long for Slack. Discard it and tell your admin.',
  invalid_blocks: 'Slack rejected the message format. Discard it and tell your admin.',
  user_disabled: 'That person is deactivated in Slack. Discard the message.',
  messages_tab_disabled: 'Turn on the Messages tab in the settings of the Slack app, then retry the message.',
  'could not be put into words': 'CustomerHub error; see the log. Discard the message.',
  restricted_action: 'The workspace doesn’t let apps post here. A workspace admin can change that.',
  missing_scope: 'Reinstall the app from manifest.yml to give it every scope.',
  invalid_auth: 'Set SLACK_BOT_TOKEN to the token of the installed app and start again.',
  not_authed: 'Set SLACK_BOT_TOKEN to the token of the installed app and start again.',
  token_revoked: INSTALL_AGAIN,
  token_expired: INSTALL_AGAIN,
  account_inactive: INSTALL_AGAIN,
  app_uninstalled: INSTALL_AGAIN,
};

/** What an admin can do about Slack's answer; empty where nobody knows. */
export function remedyFor(error: string): string {
  return REMEDIES[error.split(':')[0] ?? ''] ?? '';
}

/** How long to wait where Slack asks for a pause without saying how long, in milliseconds. */
const USUAL_WAIT = 30_000;

const byName = (error: string, retryAfter: number | undefined): Outcome => {
  if (/^rate_?limited$/.test(error)) return { is: 'wait', wait: seconds(retryAfter), error };
  if (ABOUT_THE_APP.has(error)) return { is: 'shut out', error };
  // Anything that is no name is what a proxy or a broken answer said in Slack's place.
  if (PASSING.has(error) || !/^[a-z][a-z\d_]*$/.test(error)) return { is: 'unclear', error: error.slice(0, 200) };
  return { is: 'refused', error };
};

const seconds = (retryAfter: number | undefined): number =>
  retryAfter === undefined ? USUAL_WAIT : Math.max(1, retryAfter) * 1000;

const ofResponseUrl = ({ status, code, retryAfter, message }: ResponseUrlError): Outcome => {
  if (status === 429) return { is: 'wait', wait: seconds(retryAfter), error: 'ratelimited' };
  return byName(code ?? message, retryAfter);
};

/** Reads what a call of the Web API, or an answer through a response URL, threw. */
export function outcomeOf(error: unknown): Outcome {
  if (error instanceof ResponseUrlError) return ofResponseUrl(error);
  if (error instanceof WebAPIRateLimitedError) {
    return { is: 'wait', wait: seconds(error.retryAfter), error: 'ratelimited' };
  }
  if (error instanceof WebAPIPlatformError) return byName(error.data.error, error.data.response_metadata?.retryAfter);
  return { is: 'unclear', error: error instanceof Error ? error.message : String(error) };
}

/** Why a call failed, in a word or two: `ECONNRESET`, `HTTP 500`. What `fetch failed` was caused by says more than that. */
export function reasonOf(error: unknown): string {
  if (error instanceof WebAPIHTTPError) return `HTTP ${error.statusCode}`;
  if (error instanceof WebAPIPlatformError) return error.data.error;
  const { cause, code, message } = Object(error) as { cause?: unknown; code?: unknown; message?: unknown };
  if (cause !== undefined) return reasonOf(cause);
  return typeof code === 'string' && !(error instanceof SlackError) ? code : String(message ?? error);
}
