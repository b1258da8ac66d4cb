import type { App } from '@slack/bolt';
import type { HomeView } from '@slack/types';
import { recordAccess } from '../../crm/access/index.ts';
import { sentenceFor } from '../explain.ts';
import { publishHome } from '../messages/publish-home.ts';
import { closedHome, homeView } from '../views/home.ts';
import { authenticate, type HandlerDeps } from './handler-deps.ts';

/** Home was opened. */
export function handleHome(app: App, deps: HandlerDeps): void {
  app.event('app_home_opened', async ({ event, body }) => {
    if (event.tab !== 'home') return;
    // Slack has its acknowledgement by now, so this may take as long as it takes.
    await publishHome(deps.slack, event.user, await homeOf(deps, event.user, body.team_id));
  });
}

const homeOf = async (deps: HandlerDeps, userId: string, team: string): Promise<HomeView> => {
  try {
    const request = await authenticate(deps, { userId, teams: [team], source: 'home' });
    await recordAccess(request.slack.crm, request.actor, request.origin, { verb: 'home' });
    return await homeView(request);
  } catch (error) {
    return closedHome(sentenceFor(error, deps.slack.log));
  }
};
