import type { SubscriptionRecord } from '../../../model/entities/subscriptions.ts';
import type { InputBlock, KnownBlock, ModalView } from '@slack/types';
import type { RecordRef } from '../../../model/entity.ts';
import type { Field, Value } from '../../../model/fields.ts';
import { Problem, Unclear } from '../../../model/errors.ts';
import { ENTITIES, entityOf } from '../../../model/registry.ts';
import { EVENTS, EVENT_NAMES, readEvents, USUAL, type EventName } from '../../../model/subscriptions/events.ts';
import { patienceOf, USUAL_PATIENCE } from '../../../model/subscriptions/time-conditions.ts';
import { DEFAULT_DELIVERY_OPTIONS, waysOf } from '../../../model/subscriptions/display-options.ts';
import { frequencyOf, USUAL_PACE } from '../../../model/subscriptions/frequency.ts';
import { isPersonal } from '../../../model/subscriptions/subscription.ts';
import { dryRun, readDraft } from '../../../crm/notifications/subscriptions/index.ts';
import { readAddressed } from '../../../crm/records/index.ts';
import { escape, plain, section, small } from '../../messages/blocks.ts';
import type { SlackRequest } from '../../slack-context.ts';
import { subscriptionAt } from '../../listening-place.ts';
import { dryRunBlocks } from './dry-run.ts';
import { filterToday } from './subscription-words.ts';
import { namesToday } from './subscription-list.ts';
import { pointedAt } from '../../views/typed-words.ts';
import { whereTo } from '../../updates/invalid-filter.ts';
import type { State } from '../../forms/answers.ts';
import { formView, recordIn, type FormMemory } from '../../forms/form.ts';
import type { Question } from '../../forms/inputs.ts';
import { formContext } from '../../forms/record-form.ts';
import { frequencyOfTyped, typedFrequency } from './subscription-pace.ts';
import { answersOf, type SubscriptionAnswers } from './subscription-answers.ts';

const {
  name,
  filter,
  automatic,
  style,
  settle,
  broadcast,
  stalledAfter,
  silentAfter,
  digest,
  stream,
  budget,
  pausedUntil,
  owner,
} = ENTITIES.subscription.fields;

/** Every question of the form but the events, which are several answers at once. */
export const SUBSCRIPTION_FIELDS: Readonly<Record<string, Field>> = {
  name: { ...name, required: false, help: 'Optional. Named automatically if empty.' },
  filter: {
    ...filter,
    help: 'Optional. Same filters as lists, like amount>50k owner:ana. Add by:ana or -by:ana for who made the change.',
  },
  stalledAfter,
  silentAfter,
  digest,
  stream,
  budget,
  automatic,
  style,
  settle,
  pausedUntil,
  owner: { ...owner, help: 'Choose someone else to transfer it.' },
};

/** Fields of an existing subscription only. */
const LATER = ['pausedUntil', 'owner'];

/** Fields asked only with their event. */
const ASKED_WITH: Readonly<Record<string, EventName>> = { stalledAfter: 'stalled', silentAfter: 'silent' };

const isAsked = (field: string, events: readonly EventName[]): boolean => {
  const event = ASKED_WITH[field];
  return event === undefined || events.includes(event);
};

const eventsBlock = (
  id: 'events' | 'broadcast',
  { label, hint }: { label: string; hint?: string },
  events: readonly EventName[],
): InputBlock => {
  const options = EVENT_NAMES.map((event) => ({ text: plain(EVENTS[event]), value: event }));
  const initial = options.filter(({ value }) => events.includes(value as EventName));
  return {
    type: 'input',
    block_id: id,
    label: plain(label, 2000),
    ...(hint !== undefined && { hint: plain(hint, 2000), optional: true }),
    element: {
      type: 'multi_static_select',
      action_id: id,
      options,
      ...(initial.length > 0 && { initial_options: initial }),
    },
  };
};

const ALOUD = {
  label: broadcast.label,
  hint: 'Other events go only to the deal card’s thread.',
};

/** Action id of the button that asks for the preview. */
const PREVIEW = 'preview';

const previewButton: KnownBlock = {
  type: 'actions',
  block_id: PREVIEW,
  elements: [{ type: 'button', action_id: PREVIEW, text: plain('Preview') }],
};

const trouble = (error: unknown): KnownBlock[] => {
  if (!(error instanceof Problem)) throw error;
  const where = error instanceof Unclear ? error.where : null;
  return [section(`:warning: ${escape(error.message)}`), ...(where ? [section(pointedAt(where))] : [])];
};

const preview = async (request: SlackRequest, answers: SubscriptionAnswers, channel: string): Promise<KnownBlock[]> => {
  try {
    const draft = await readDraft(request, { ...answers, pace: frequencyOfTyped(answers.pace) });
    return await dryRunBlocks(request, await dryRun(request, { ...draft, channel }), draft.pace);
  } catch (error) {
    return trouble(error);
  }
};

interface FormContext {
  memory: FormMemory;
  answers: SubscriptionAnswers;
  channel: string;
}

const drawn = async (request: SlackRequest, { memory, answers, channel }: FormContext): Promise<ModalView> => {
  const { ways, patience, pace, ...asked } = answers;
  const values: Readonly<Record<string, Value>> = {
    ...asked,
    events: null,
    automatic: answers.automatic ? 'yes' : 'no',
    filter: answers.filter || null,
    owner: Number(answers.owner) || null,
    style: ways.style,
    settle: ways.settle,
    digest: pace.digest || null,
    stream: pace.stream ? 'yes' : 'no',
    budget: pace.budget,
    stalledAfter: patience.stalled,
    silentAfter: patience.silent,
  };
  const questions = Object.entries(SUBSCRIPTION_FIELDS)
    .filter(([field]) => memory.id !== undefined || !LATER.includes(field))
    .filter(([field]) => field !== 'owner' || !isPersonal(channel))
    .filter(([field]) => isAsked(field, answers.events))
    .map(([field, kind]): Question => ({ name: field, field: kind, value: values[field] ?? null }));
  const view = formView({
    title: memory.id === undefined ? 'Get deal updates' : 'Edit subscription',
    submit: memory.id === undefined ? 'Subscribe' : 'Save',
    memory,
    questions,
    context: await formContext(request, entityOf('subscription'), values),
  });
  const [first, ...rest] = view.blocks;
  const events = eventsBlock('events', { label: 'Events' }, answers.events);
  const aloud = eventsBlock('broadcast', ALOUD, ways.aloud);
  const blocks = [...(first ? [first] : []), events, ...rest, aloud];
  const below = [previewButton, ...(await preview(request, answers, channel))];
  return { ...view, blocks: [small(`For ${whereTo(channel)}.`), ...blocks, ...below] };
};

const NEW: SubscriptionAnswers = {
  name: null,
  events: [...USUAL],
  filter: '',
  automatic: false,
  ways: DEFAULT_DELIVERY_OPTIONS,
  patience: USUAL_PATIENCE,
  pace: typedFrequency(USUAL_PACE),
  pausedUntil: null,
  owner: undefined,
};

/** The form of a new subscription. @param channel Slack channel id, or the person's own user id */
export function newSubscriptionForm(request: SlackRequest, channel: string): Promise<ModalView> {
  const memory: FormMemory = {
    form: 'subscription',
    entity: 'subscription',
    ...(request.channel && { channel: request.channel }),
  };
  return drawn(request, { memory, answers: NEW, channel });
}

const answersIn = async (request: SlackRequest, subscription: SubscriptionRecord): Promise<SubscriptionAnswers> => ({
  name: subscription.name,
  events: readEvents(subscription.events),
  filter: filterToday(subscription, await namesToday(request, [subscription])),
  automatic: subscription.automatic === 'yes',
  ways: waysOf(subscription),
  patience: patienceOf(subscription),
  pace: typedFrequency(frequencyOf(subscription)),
  pausedUntil: subscription.pausedUntil as string | null,
  owner: subscription.owner,
});

/** The form of an existing subscription. @throws NotFound, Forbidden */
export async function subscriptionForm(request: SlackRequest, ref: RecordRef<'subscription'>): Promise<ModalView> {
  const subscription = await readAddressed(request, ref);
  const { version } = subscription;
  const memory: FormMemory = {
    form: 'subscription',
    ...ref,
    version,
    ...(request.channel && { channel: request.channel }),
  };
  const answers = await answersIn(request, subscription);
  return drawn(request, { memory, answers, channel: subscription.channel });
}

/** The form with what it would have posted, as it is filled in now. */
export async function redrawnSubscription(request: SlackRequest, memory: FormMemory, state: State): Promise<ModalView> {
  const ref = recordIn(memory, 'subscription');
  const there = ref && (await readAddressed(request, ref));
  return drawn(request, {
    memory,
    answers: answersOf(state),
    channel: there ? there.channel : subscriptionAt(request),
  });
}
