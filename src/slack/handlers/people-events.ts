import type { App } from '@slack/bolt';
import type { HandlerDeps } from './handler-deps.ts';

/** Slack says that somebody changed. */
export function handlePeopleEvents(app: App, { slack }: HandlerDeps): void {
  app.event('user_change', async ({ event: { user } }) => slack.people.hear(user));
}
