import { z } from 'zod';
import { FORM, isMemory } from '../forms/form.ts';
import { ownId, slackId, words } from './ids.ts';

const option = z.object({ value: words });

/** A file in a `file_input`; of one from another company Slack tells no more than its id. */
const file = z.object({
  id: slackId,
  name: words.default('the file'),
  size: z.number().nonnegative().default(0),
  url_private_download: z.string().default(''),
});

/** What an input holds: of each kind of element, the value that forms read. */
const inputValue = z.object({
  type: ownId,
  value: words.nullish(),
  selected_option: option.nullish(),
  selected_options: z.array(option).nullish(),
  selected_date: words.nullish(),
  selected_time: words.nullish(),
  selected_date_time: z.number().nullish(),
  selected_user: slackId.nullish(),
  selected_users: z.array(slackId).nullish(),
  selected_channel: slackId.nullish(),
  selected_conversation: slackId.nullish(),
  files: z.array(file).nullish(),
});

/** Block id -> action id -> what it holds. */
export const state = z.object({ values: z.record(ownId, z.record(ownId, inputValue)) });

/** Blocks go back to Slack as they came; of them only type and id are read. */
const block = z.looseObject({ type: ownId, block_id: ownId.optional() });

const text = z.object({ type: ownId, text: words, emoji: z.boolean().optional() });

/** What every payload says of the view it comes from. */
const frame = {
  id: slackId,
  callback_id: ownId,
  private_metadata: z.string().max(3000),
  app_installed_team_id: slackId.optional(),
};

/** A form of this app says in its metadata which it is. */
const saysWhich = (view: { callback_id: string; private_metadata: string }): boolean =>
  view.callback_id !== FORM || isMemory(view.private_metadata);
const OURS = { error: 'not the metadata of a form', path: ['private_metadata'] };

/** A view whose inputs are read: a form that was submitted, or in which something was chosen. */
export const wholeView = z
  .object({
    ...frame,
    type: z.enum(['modal', 'home']),
    hash: z.string().max(255).optional(),
    title: text.nullish(),
    submit: text.nullish(),
    close: text.nullish(),
    blocks: z.array(block).max(100),
    state,
    previous_view_id: slackId.nullish(),
    root_view_id: slackId.nullish(),
  })
  .refine(saysWhich, OURS);

/** A view of which nothing is read but what it is. */
export const bareView = z.object(frame).refine(saysWhich, OURS);
