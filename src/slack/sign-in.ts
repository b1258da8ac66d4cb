import { setTimeout as timer } from 'node:timers/promises';
import { WebAPIPlatformError } from '@slack/web-api';
import { backgroundClient } from './delivery/client.ts';
import { backoff } from './delivery/rate-gate.ts';
import { outcomeOf, reasonOf } from './delivery/outcome.ts';
import type { SlackStatus } from './status.ts';
import type { Installation } from './people/installation.ts';

/** Who the app is in its workspace. */
export interface Identity extends Installation {
  botId: string;
  botUserId: string;
}

/** Slack did not let the app in; the message is one line for whoever starts it. */
export class SignInRefused extends Error {
  override name = 'SignInRefused';
}

/** Longest pause between two tries, in milliseconds. */
const MOST_MS = 60_000;

const ORGANISATION_WIDE =
  'SLACK_BOT_TOKEN is a token of a whole organization, but CustomerHub works in one workspace. Install the app in that workspace and use its token.';

/**
 * Asks Slack who the token belongs to. A Slack that does not answer is asked again, however long it takes: a machine may be up
 * before its network is.
 * @throws SignInRefused when Slack does not take the token
 */
export async function signIn(botToken: string, apiUrl: string, status: SlackStatus): Promise<Identity> {
  const client = backgroundClient(botToken, apiUrl);
  for (let attempt = 0; ; attempt += 1) {
    try {
      const me = await client.auth.test();
      const { team_id: teamId, enterprise_id: enterpriseId = null, bot_id: botId, user_id: botUserId } = me;
      if (me.is_enterprise_install) throw new SignInRefused(ORGANISATION_WIDE);
      if (!teamId || !botId || !botUserId) throw new SignInRefused(NO_BOT);
      status.clear('connection');
      return { teamId, enterpriseId, botId, botUserId };
    } catch (error) {
      const why = whyNotYet(error, apiUrl);
      status.report('connection', { status: 'unreachable', why });
      await timer(backoff(attempt, Math.random, MOST_MS));
    }
  }
}

const NO_BOT = 'SLACK_BOT_TOKEN isn’t a bot token. Set it to the “Bot User OAuth Token”, which starts with xoxb-.';

/** Why Slack did not say who the app is, where that may pass. @throws SignInRefused where it does not */
const whyNotYet = (error: unknown, apiUrl: string): string => {
  if (error instanceof SignInRefused) throw error;
  const outcome = outcomeOf(error);
  if (error instanceof WebAPIPlatformError && (outcome.is === 'refused' || outcome.is === 'shut out')) {
    throw new SignInRefused(
      `Slack refuses SLACK_BOT_TOKEN (${error.data.error}). Set it to the current “Bot User OAuth Token” of the installed app.`,
    );
  }
  return `Slack doesn’t answer at ${apiUrl} (${reasonOf(error)}). Check the network and SLACK_API_URL; CustomerHub keeps trying and starts when Slack answers.`;
};
