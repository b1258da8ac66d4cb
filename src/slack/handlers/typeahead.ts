import type { App } from '@slack/bolt';
import type { Option } from '@slack/types';
import type { Field } from '../../model/fields.ts';
import { pipelineOf } from '../../crm/context/index.ts';
import type { SlackRequest } from '../slack-context.ts';
import { choicesOf, fitting, MOST_OPTIONS, stageChoices } from '../forms/choices.ts';
import { memoryOf } from '../forms/form.ts';
import { FORMS } from '../forms/forms.ts';
import { lookUp } from '../forms/typeahead.ts';
import { teamsIn } from '../people/installation.ts';
import { authenticate, type HandlerDeps } from './handler-deps.ts';

/** What was typed into a choice that is looked up: people get options, everybody else none. */
export function handleTypeahead(app: App, deps: HandlerDeps): void {
  app.options<'block_suggestion'>({ type: 'block_suggestion', action_id: /.*/ }, async ({ ack, options: asked }) => {
    try {
      const request = await authenticate(deps, { userId: asked.user.id, teams: teamsIn(asked), source: 'form' });
      const memory = asked.view?.private_metadata ? memoryOf(asked.view) : null;
      const field = memory === null ? undefined : FORMS[memory.form].fields(memory)[asked.block_id];
      const offers = memory === null ? [] : fitting(FORMS[memory.form].offers?.(memory) ?? [], asked.value);
      const found = field ? await optionsFor(request, field, { action: asked.action_id, words: asked.value }) : [];
      await ack({ options: [...offers, ...found].slice(0, MOST_OPTIONS) });
    } catch (error) {
      deps.slack.log.info({ err: error }, 'a typeahead was not answered');
      await ack({ options: [] });
    }
  });
}

/** @param action id of the input; where it depends on a customer, it carries that one's id */
const optionsFor = async (
  { slack: { crm }, actor }: SlackRequest,
  field: Field,
  { action, words }: { action: string; words: string },
): Promise<Option[]> => {
  if (field.kind === 'choice') return fitting(choicesOf(field.options), words);
  if (field.kind === 'stage') return fitting(stageChoices(await pipelineOf(crm)), words);
  if (field.kind !== 'reference') return [];
  const customer = Number(action.split('@')[1] || Number.NaN);
  return lookUp({ crm, actor }, { to: field.to, customer: Number.isNaN(customer) ? null : customer, words });
};
