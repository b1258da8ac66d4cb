import type { App } from '@slack/bolt';
import { sentenceFor } from '../explain.ts';
import { closedHome, publishHome } from '../show/home.ts';
import { admit, type Lobby } from './door.ts';

/** Home was opened, or Slack says that a person changed. */
export const homeDoor = (app: App, lobby: Lobby): void => {
  const { client, log } = lobby.desk;
  app.event('app_home_opened', async ({ event }) => {
    if (event.tab !== 'home') return;
    try {
      await publishHome(await admit(lobby, { userId: event.user, source: 'home' }));
    } catch (error) {
      await client.views.publish({ user_id: event.user, view: closedHome(sentenceFor(error, log)) });
    }
  });
  app.event('user_change', ({ event }) => {
    lobby.people.forget(event.user.id);
    return Promise.resolve();
  });
};
