import { Invalid, Unclear } from '../../../model/errors.ts';
import {
  reviseSubscription,
  subscribe,
  readDraft,
  type SubscriptionDraft,
} from '../../../crm/notifications/subscriptions/index.ts';
import { readAddressed } from '../../../crm/records/index.ts';
import type { Message } from '../../messages/blocks.ts';
import type { SlackRequest } from '../../slack-context.ts';
import { placeOf } from '../../listening-place.ts';
import { subscribedMessage } from './subscribed.ts';
import type { State } from '../../forms/answers.ts';
import { recordIn, type FormMemory } from '../../forms/form.ts';
import { frequencyOfTyped } from './subscription-pace.ts';
import { answersOf, type SubscriptionAnswers } from './subscription-answers.ts';

/** Filter errors are shown under the filter. */
const draftOf = async (request: SlackRequest, answers: SubscriptionAnswers): Promise<SubscriptionDraft> => {
  if (answers.events.length === 0) throw new Invalid({ events: 'Choose at least one event.' });
  try {
    return await readDraft(request, { ...answers, pace: frequencyOfTyped(answers.pace) });
  } catch (error) {
    if (error instanceof Unclear) throw new Invalid({ filter: error.message });
    throw error;
  }
};

const saveNew = async (
  request: SlackRequest,
  answers: SubscriptionAnswers,
  draft: SubscriptionDraft,
): Promise<Message> => {
  const place = await placeOf(request);
  if ('blocks' in place) throw new Invalid({ name: place.text });
  const saved = await subscribe(request, {
    channel: place.channel,
    name: answers.name,
    draft,
  });
  return subscribedMessage(request, saved, draft);
};

/** Saves the form of a subscription, and says what it would have posted. */
export async function saveSubscription(request: SlackRequest, memory: FormMemory, state: State): Promise<Message> {
  const answers = answersOf(state);
  const draft = await draftOf(request, answers);
  const ref = recordIn(memory, 'subscription');
  if (ref === null) return saveNew(request, answers, draft);
  await readAddressed(request, ref);
  const { name, pausedUntil, owner } = answers;
  const revision = { ref, version: memory.version, name, draft, pausedUntil, owner };
  const saved = await reviseSubscription(request, revision);
  return subscribedMessage(request, { ...saved, existed: false }, draft, ':white_check_mark: Saved');
}
