import { EVENT_NAMES, type EventName } from '../../model/updates/events.ts';
import type { State } from './answers.ts';

/** What was answered in the form of a subscription. */
export interface SubscriptionAnswers {
  name: string | null;
  events: EventName[];
  filter: string;
  automatic: boolean;
  pausedUntil: string | null;
  /** Employee id as the option holds it; undefined when it was not asked. */
  owner: unknown;
}

export const answersOf = (state: State): SubscriptionAnswers => {
  const given = (name: string) => Object.values(state[name] ?? {})[0];
  const chosen = new Set(given('events')?.selected_options?.map(({ value }) => value));
  return {
    name: given('name')?.value ?? null,
    events: EVENT_NAMES.filter((event) => chosen.has(event)),
    filter: given('filter')?.value ?? '',
    automatic: given('automatic')?.selected_option?.value === 'yes',
    pausedUntil: given('pausedUntil')?.selected_date ?? null,
    owner: given('owner')?.selected_option?.value,
  };
};
