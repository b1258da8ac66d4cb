import type { App } from '@slack/bolt';
import type { Lobby } from './handler-deps.ts';

/** Slack says that somebody changed. */
export const peopleNewsDoor = (app: App, { desk }: Lobby): void => {
  app.event('user_change', async ({ event: { user } }) => desk.people.hear(user));
};
