import { z } from 'zod';
import { slackId, triggerId, words } from './ids.ts';

/** What is read of a slash command. */
export const command = z.object({
  command: z.string().regex(/^\/\S{1,32}$/),
  text: words,
  user_id: slackId,
  user_name: words.optional(),
  team_id: slackId,
  team_domain: words.optional(),
  channel_id: slackId,
  channel_name: words,
  enterprise_id: slackId.optional(),
  enterprise_name: words.optional(),
  is_enterprise_install: z.enum(['true', 'false']).optional(),
  api_app_id: slackId.optional(),
  trigger_id: triggerId,
  response_url: z.url(),
});
