import type { App } from '@slack/bolt';
import type { Installation } from '../installation.ts';

/** Slack says that the app was removed from the workspace, or its bot's token revoked; tokens of people are none of its. */
export function hearOfInstallation(app: App, installation: Installation): void {
  app.event('app_uninstalled', async () => installation.lose('app_uninstalled'));
  app.event('tokens_revoked', async ({ event: { tokens } }) => {
    if ((tokens.bot ?? []).length > 0) installation.lose('token_revoked');
  });
}
