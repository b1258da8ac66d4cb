import { z } from 'zod';
import { wellFormed } from '../../model/text/text.ts';

/** Id of a user, channel, workspace or view, as Slack makes them. */
export const slackId = z.string().regex(/^[A-Z0-9]{1,64}$/);

/** Id that this app gave to a block, input, button or form: up to 255 characters, and none that every object knows. */
export const ownId = z
  .string()
  .max(255)
  .refine((id) => !(id in Object.prototype), { error: 'a name that every object has' });

/** What a person typed or chose. */
export const words = z.string().transform(wellFormed);

export const triggerId = z.string().min(1).max(255);

/** Who did it, as Slack says; what they may do is asked elsewhere. */
export const user = z.object({
  id: slackId,
  name: words.optional(),
  username: words.optional(),
  team_id: slackId.optional(),
});

/** What all interactions say of where they come from. In an Enterprise Grid the workspace may be missing. */
export const origin = {
  user,
  team: z.object({ id: slackId, domain: words.optional(), enterprise_id: slackId.optional() }).nullish(),
  enterprise: z.object({ id: slackId, name: words.optional() }).nullish(),
  is_enterprise_install: z.boolean().nullish(),
  api_app_id: slackId.optional(),
};

export const channel = z.object({ id: slackId, name: words });
