import { logInteraction } from '../../../crm/log/index.ts';
import type { Message } from '../../messages/blocks.ts';
import type { SlackRequest } from '../../slack-context.ts';
import { loggedMessage } from './logged.ts';
import { answersTo, newName, type State } from '../../forms/answers.ts';
import type { FormMemory } from '../../forms/form.ts';
import { LOG_FIELDS } from './log-form.ts';

/** Saves the log form, and answers with the latest on the customer. */
export async function saveLog(request: SlackRequest, { seen = {} }: FormMemory, state: State): Promise<Message> {
  const { stage, lostReason, amount, nextStep, followUpOn, ...interaction } = answersTo(state, LOG_FIELDS);
  const { customer, ...others } = interaction;
  const newCustomer = newName(customer);
  const logged = await logInteraction(request, {
    interaction: newCustomer === null ? interaction : others,
    ...(newCustomer !== null && { newCustomer, seen }),
    deal: dealChanges({ stage, lostReason, amount }),
    nextStep: textOf(nextStep),
    followUpOn: textOf(followUpOn),
  });
  return loggedMessage(request, logged);
}

const textOf = (raw: unknown): string | null => (typeof raw === 'string' ? raw : null);

/** Only what was answered: a blank stage means that the deal stays where it is. */
const dealChanges = (answers: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(answers).filter(([, value]) => value !== undefined && value !== null));
