import { WebAPIPlatformError } from '@slack/web-api';
import { backgroundClient } from './delivery/client.ts';

/** Who the app is in its workspace. */
export interface Identity {
  teamId: string;
  botId: string;
  botUserId: string;
}

/** Slack did not let the app in; the message is one line for whoever starts it. */
export class SignInRefused extends Error {
  override name = 'SignInRefused';
}

const TRIES = 4;

/** Asks Slack who the token belongs to; a Slack that does not answer is asked again for about ten seconds. @throws SignInRefused */
export const signIn = async (botToken: string, apiUrl: string): Promise<Identity> => {
  const client = backgroundClient(botToken, apiUrl);
  for (let attempt = 1; ; attempt += 1) {
    try {
      const { team_id: teamId, bot_id: botId, user_id: botUserId } = await client.auth.test();
      if (teamId && botId && botUserId) return { teamId, botId, botUserId };
      throw new SignInRefused(
        'SLACK_BOT_TOKEN holds a token that is no bot’s: it should be the “Bot User OAuth Token”, which begins with xoxb-.',
      );
    } catch (error) {
      const refused = refusal(error, apiUrl, attempt === TRIES);
      if (refused) throw refused;
      await new Promise((done) => setTimeout(done, 2 ** attempt * 500));
    }
  }
};

const refusal = (error: unknown, apiUrl: string, last: boolean): SignInRefused | null => {
  if (error instanceof SignInRefused) return error;
  if (error instanceof WebAPIPlatformError) {
    return new SignInRefused(
      `SLACK_BOT_TOKEN holds a token that Slack refuses (${error.data.error}): it should be the “Bot User OAuth Token” of the app as it is installed now.`,
    );
  }
  if (!last) return null;
  const why = error instanceof Error ? error.message : String(error);
  return new SignInRefused(
    `SLACK_API_URL holds ${apiUrl}, where Slack does not answer (${why}): it should be reachable from this machine.`,
  );
};
