import { Invalid, Unclear } from '../../../model/errors.ts';
import { reviseSubscription, subscribe, subscriptionById } from '../../../crm/notifications/subscriptions/subscribe.ts';
import { readDraft, type Draft } from '../../../crm/notifications/subscriptions/draft.ts';
import type { Message } from '../../messages/blocks.ts';
import type { Ask } from '../../slack-context.ts';
import { placeOf } from '../../listening-place.ts';
import { subscribedMessage } from './subscribed.ts';
import type { State } from '../../forms/answers.ts';
import { recordIn, type FormMemory } from '../../forms/form.ts';
import { paceOfTyped } from './subscription-pace.ts';
import { answersOf, type SubscriptionAnswers } from './subscription-answers.ts';

/** What is wrong in the filter stands under it, with the word that it is about. */
const draftOf = async (ask: Ask, answers: SubscriptionAnswers): Promise<Draft> => {
  if (answers.events.length === 0) throw new Invalid({ events: 'Choose at least one.' });
  try {
    return await readDraft(ask.desk.crm, ask.actor, { ...answers, pace: paceOfTyped(answers.pace) });
  } catch (error) {
    if (error instanceof Unclear) throw new Invalid({ filter: error.message });
    throw error;
  }
};

const saveNew = async (ask: Ask, answers: SubscriptionAnswers, draft: Draft): Promise<Message> => {
  const place = await placeOf(ask);
  if ('blocks' in place) throw new Invalid({ name: place.text });
  const { crm } = ask.desk;
  const saved = await subscribe(crm, ask.actor, ask.origin, { channel: place.channel, name: answers.name, draft });
  return subscribedMessage(ask, saved, draft);
};

/** Saves the form of a subscription, and says what it would have posted. */
export const saveSubscription = async (ask: Ask, memory: FormMemory, state: State): Promise<Message> => {
  const answers = answersOf(state);
  const draft = await draftOf(ask, answers);
  const ref = recordIn(memory, 'subscription');
  if (ref === null) return saveNew(ask, answers, draft);
  const { crm } = ask.desk;
  await subscriptionById(crm, ask.actor, ref);
  const { name, pausedUntil, owner } = answers;
  const revision = { ref, version: memory.version, name, draft, pausedUntil, owner };
  const saved = await reviseSubscription(crm, ask.actor, ask.origin, revision);
  return subscribedMessage(ask, { ...saved, existed: false }, draft, ':white_check_mark: Changed');
};
