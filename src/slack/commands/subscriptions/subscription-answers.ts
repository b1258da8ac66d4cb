import { EVENT_NAMES, type EventName } from '../../../model/subscriptions/events.ts';
import { USUAL_PATIENCE, type Patience } from '../../../model/subscriptions/time-conditions.ts';
import type { DeliveryOptions } from '../../../model/subscriptions/display-options.ts';
import { SETTLING_TIMES, type SettlingTime } from '../../../model/subscriptions/coalescing.ts';
import type { TypedFrequency } from './subscription-pace.ts';
import type { State } from '../../forms/answers.ts';

/** What was answered in the form of a subscription. */
export interface SubscriptionAnswers {
  name: string | null;
  events: EventName[];
  filter: string;
  automatic: boolean;
  ways: DeliveryOptions;
  patience: Patience;
  pace: TypedFrequency;
  pausedUntil: string | null;
  /** Employee id as the option holds it; undefined when it was not asked. */
  owner: unknown;
}

export function answersOf(state: State): SubscriptionAnswers {
  const given = (name: string) => Object.values(state[name] ?? {})[0];
  const chosenIn = (name: string): EventName[] => {
    const chosen = new Set(given(name)?.selected_options?.map(({ value }) => value));
    return EVENT_NAMES.filter((event) => chosen.has(event));
  };
  const settle = given('settle')?.selected_option?.value ?? null;
  return {
    name: given('name')?.value ?? null,
    events: chosenIn('events'),
    filter: given('filter')?.value ?? '',
    automatic: given('automatic')?.selected_option?.value === 'yes',
    ways: {
      style: given('style')?.selected_option?.value === 'compact' ? 'compact' : 'full',
      aloud: chosenIn('broadcast'),
      settle: settle !== null && settle in SETTLING_TIMES ? (settle as SettlingTime) : null,
    },
    patience: {
      stalled: Number(given('stalledAfter')?.value ?? USUAL_PATIENCE.stalled),
      silent: Number(given('silentAfter')?.value ?? USUAL_PATIENCE.silent),
    },
    pace: {
      digest: given('digest')?.value ?? '',
      stream: given('stream')?.selected_option?.value !== 'no',
      budget: Number(given('budget')?.value ?? 0) || null,
    },
    pausedUntil: given('pausedUntil')?.selected_date ?? null,
    owner: given('owner')?.selected_option?.value,
  };
}
