import type { App } from '@slack/bolt';
import type { HomeView } from '@slack/types';
import { note } from '../../crm/records/run-in-transaction.ts';
import { sentenceFor } from '../explain.ts';
import { publishHome } from '../messages/publish-home.ts';
import { closedHome, homeView } from '../views/home.ts';
import { admit, type Lobby } from './handler-deps.ts';

/** Home was opened. */
export const homeDoor = (app: App, lobby: Lobby): void => {
  app.event('app_home_opened', async ({ event, body }) => {
    if (event.tab !== 'home') return;
    // Slack has its acknowledgement by now, so this may take as long as it takes.
    await publishHome(lobby.desk, event.user, await homeOf(lobby, event.user, body.team_id));
  });
};

const homeOf = async (lobby: Lobby, userId: string, team: string): Promise<HomeView> => {
  try {
    const ask = await admit(lobby, { userId, teams: [team], source: 'home' });
    await note(ask.desk.crm, ask.actor, ask.origin, { verb: 'home' });
    return await homeView(ask);
  } catch (error) {
    return closedHome(sentenceFor(error, lobby.desk.log));
  }
};
