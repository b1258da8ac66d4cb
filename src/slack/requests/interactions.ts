import { z } from 'zod';
import { VERB_ACTION } from '../messages/blocks.ts';
import { channel, origin, ownId, slackId, triggerId, words } from './ids.ts';
import { bareView, wholeView } from './view.ts';

/** `1548261231.000200` */
const timestamp = z.string().regex(/^\d{1,12}\.\d{1,9}$/);

const place = { type: ownId, block_id: ownId };
const chosen = z.object({ value: words });

/** A button, or an option of a menu, that stands for a command. */
const pressed = z.object({ ...place, action_id: ownId.startsWith(VERB_ACTION), value: words });
const picked = z.object({ ...place, action_id: ownId.startsWith(VERB_ACTION), selected_option: chosen });
/** Anything else in a form: what it holds stands in the state of the view. */
const answered = z.object({
  ...place,
  action_id: ownId.refine((id) => !id.startsWith(VERB_ACTION), { error: 'a command without its words' }),
});

const actions = z.tuple([z.union([pressed, picked, answered])], z.unknown()).transform(([first]) => [first]);

const fromActions = { ...origin, type: z.literal('block_actions'), trigger_id: triggerId, actions };

const inView = z.object({
  ...fromActions,
  container: z.object({ type: z.literal('view'), view_id: slackId }),
  view: wholeView,
});

const inMessage = z.object({
  ...fromActions,
  container: z.object({
    type: z.enum(['message', 'message_attachment']),
    message_ts: timestamp.optional(),
    channel_id: slackId.optional(),
    is_ephemeral: z.boolean().optional(),
  }),
  channel,
  response_url: z.url(),
});

const named = { ...origin, callback_id: ownId, trigger_id: triggerId };

/** Type of an interaction -> what is read of it. Those of other types are not understood. */
export const INTERACTIONS: Readonly<Record<string, z.ZodType<Record<string, unknown>>>> = {
  block_actions: z.union([inView, inMessage]),
  view_submission: z.object({ ...origin, type: z.literal('view_submission'), trigger_id: triggerId, view: wholeView }),
  view_closed: z.object({ ...origin, type: z.literal('view_closed'), view: bareView }),
  block_suggestion: z.object({
    ...origin,
    type: z.literal('block_suggestion'),
    block_id: ownId,
    action_id: ownId,
    value: words,
    view: bareView.optional(),
  }),
  shortcut: z.object({ ...named, type: z.literal('shortcut') }),
  message_action: z.object({
    ...named,
    type: z.literal('message_action'),
    channel,
    message: z.object({ text: words.nullish() }),
    message_ts: timestamp,
    response_url: z.url(),
  }),
};
