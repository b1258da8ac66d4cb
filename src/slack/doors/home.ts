import type { App } from '@slack/bolt';
import type { HomeView } from '@slack/types';
import { note } from '../../crm/carry-out.ts';
import { noticeLeaver } from '../../crm/leavers.ts';
import { sentenceFor } from '../explain.ts';
import { twice } from '../reach.ts';
import { closedHome, homeView } from '../show/home.ts';
import { admit, type Lobby } from './door.ts';

/** Home was opened, or Slack says that a person changed. */
export const homeDoor = (app: App, lobby: Lobby): void => {
  const { client, log } = lobby.desk;
  app.event('app_home_opened', async ({ event }) => {
    if (event.tab !== 'home') return;
    const view = await homeOf(lobby, event.user);
    await twice(() => client.views.publish({ user_id: event.user, view })).catch((err: unknown) => {
      log.warn({ err }, 'Slack did not take a Home; it stays as it was until it is opened again');
    });
  });
  app.event('user_change', async ({ event: { user } }) => {
    const { crm, people, teamId } = lobby.desk;
    people.forget(user.id);
    if (user.deleted) await noticeLeaver(crm, { userId: user.id, teamId });
  });
};

const homeOf = async (lobby: Lobby, userId: string): Promise<HomeView> => {
  try {
    const ask = await admit(lobby, { userId, source: 'home' });
    await note(ask.desk.crm, ask.actor, ask.origin, { verb: 'home' });
    return await homeView(ask);
  } catch (error) {
    return closedHome(sentenceFor(error, lobby.desk.log));
  }
};
