import { WebAPIPlatformError } from '@slack/web-api';
import { isAboutTheApp, lostTokenOf, outcomeOf } from './delivery/outcome.ts';

/** Refusals of one click or window: the next one may be taken. */
const ONCE: ReadonlySet<string> = new Set([
  'expired_trigger_id',
  'exchanged_trigger_id',
  'invalid_trigger_id',
  'hash_conflict',
  'not_found',
  'duplicate_external_id',
]);

/** Refusals that the place or the person explains. */
const PLACES: Readonly<Record<string, string>> = {
  channel_not_found: 'CustomerHub isn’t in this conversation. Add it there first.',
  not_in_channel: 'CustomerHub isn’t in this conversation. Add it there first.',
  is_archived: 'This channel is archived. Unarchive it first.',
  messages_tab_disabled:
    'CustomerHub can’t write to people. Ask an admin to turn on the Messages tab in the settings of the Slack app.',
  user_not_found: 'Slack doesn’t show CustomerHub who you are. Ask an admin of this workspace.',
  user_not_visible: 'Slack doesn’t show CustomerHub who you are. Ask an admin of this workspace.',
};

/** The scopes that Slack missed, in its own names. */
const neededIn = ({ data }: WebAPIPlatformError): string => ('needed' in data ? `: ${String(data.needed)}` : '');

/**
 * What a person is told where Slack refused a call and would refuse it again: what is missing and who can mend it. Plain words,
 * fit for forms as well.
 * @returns null where another try may help
 */
export function refusalInWords(error: unknown): string | null {
  if (!(error instanceof WebAPIPlatformError)) return null;
  const code = error.data.error;
  const { is } = outcomeOf(error);
  if (ONCE.has(code) || (is !== 'refused' && is !== 'shut out')) return null;
  if (code === 'missing_scope')
    return `CustomerHub lacks a permission in Slack (missing_scope${neededIn(error)}). Ask an admin to install the app again from the current manifest.yml.`;
  if (lostTokenOf(error) !== null)
    return `Slack no longer lets CustomerHub in (${code}). Ask an admin to install the app again and give CustomerHub its new token.`;
  if (isAboutTheApp(code))
    return `Slack doesn’t allow CustomerHub to do this (${code}). Ask an admin of this workspace to allow it.`;
  return PLACES[code] ?? `Slack refuses this (${code}) and would again. Tell your admin.`;
}
