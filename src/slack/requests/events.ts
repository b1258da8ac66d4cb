import { z } from 'zod';
import { ownId, slackId, words } from './ids.ts';

/** What every event comes in. */
export const envelope = z.object({
  type: z.literal('event_callback'),
  team_id: slackId.nullish(),
  enterprise_id: slackId.nullish(),
  api_app_id: slackId.optional(),
  event_id: z.string().max(255).optional(),
  event_time: z.number().optional(),
  authorizations: z
    .array(
      z.object({
        team_id: slackId.nullable(),
        enterprise_id: slackId.nullish(),
        user_id: slackId.optional(),
        is_bot: z.boolean().optional(),
        is_enterprise_install: z.boolean().optional(),
      }),
    )
    .optional(),
  event: z.looseObject({ type: ownId }),
});

const person = z.object({
  id: slackId,
  team_id: slackId.optional(),
  name: words.optional(),
  real_name: words.optional(),
  tz: words.nullish(),
  deleted: z.boolean().optional(),
  is_admin: z.boolean().optional(),
  is_owner: z.boolean().optional(),
  is_bot: z.boolean().optional(),
  is_stranger: z.boolean().optional(),
  is_restricted: z.boolean().optional(),
  is_ultra_restricted: z.boolean().optional(),
  enterprise_user: z
    .object({ id: slackId, enterprise_id: slackId.optional(), teams: z.array(slackId).optional() })
    .optional(),
  profile: z.object({ real_name: words.optional(), email: words.nullish() }).optional(),
});

const ofChannel = z.object({ channel: slackId });
const ofMember = z.object({ channel: slackId, user: slackId });
const renamed = z.object({ channel: z.object({ id: slackId, name: words }) });

/** Type of an event -> what is read of it beside its type. Those of other types are let go. */
export const EVENTS: Readonly<Record<string, z.ZodObject>> = {
  app_home_opened: z.object({
    user: slackId,
    tab: z.enum(['home', 'messages', 'about']).optional(),
    channel: slackId.optional(),
  }),
  user_change: z.object({ user: person }),
  member_joined_channel: ofMember,
  member_left_channel: ofMember,
  channel_shared: ofChannel,
  channel_unshared: ofChannel,
  channel_archive: ofChannel,
  channel_unarchive: ofChannel,
  channel_deleted: ofChannel,
  channel_left: ofChannel,
  channel_rename: renamed,
  channel_id_changed: z.object({ old_channel_id: slackId, new_channel_id: slackId }),
  group_archive: ofChannel,
  group_unarchive: ofChannel,
  group_deleted: ofChannel,
  group_left: ofChannel,
  group_rename: renamed,
  app_uninstalled: z.object({}),
  tokens_revoked: z.object({
    tokens: z.object({ bot: z.array(slackId).optional(), oauth: z.array(slackId).optional() }).optional(),
  }),
};
