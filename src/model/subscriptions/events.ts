import { nearestTo } from '../text/edit-distance.ts';
import { normalizeText } from '../text/text.ts';

/** What can be subscribed to: key, as typed in a line, to how people read it. */
export const EVENTS = {
  created: 'Created, deleted or restored',
  stage: 'Moved to another stage',
  won: 'Won',
  lost: 'Lost',
  amount: 'Amount changed',
  owner: 'Owner changed',
  'close-date': 'Expected close changed',
  slipped: 'Slipped: expected close moved later',
  regressed: 'Moved back a stage',
  stalled: 'Stalled: open with no activity',
  reopened: 'Reopened',
  interaction: 'Interaction logged',
  'follow-up-due': 'Follow-up due',
  'customer-created': 'Customer added',
  silent: 'Customer inactive: no interactions',
} as const;
export type EventName = keyof typeof EVENTS;

export const EVENT_NAMES = Object.keys(EVENTS) as EventName[];

/** What somebody who names none gets. */
export const USUAL: readonly EventName[] = ['created', 'stage', 'won', 'lost', 'amount', 'owner', 'reopened'];

/** Other words for them. */
const ALSO: Readonly<Record<string, readonly EventName[]>> = {
  all: EVENT_NAMES,
  everything: EVENT_NAMES,
  usual: USUAL,
  new: ['created'],
  moved: ['stage'],
  stages: ['stage'],
  amounts: ['amount'],
  close: ['close-date'],
  closing: ['close-date'],
  slips: ['slipped'],
  stalls: ['stalled'],
  stale: ['stalled'],
  due: ['follow-up-due'],
  followup: ['follow-up-due'],
  followups: ['follow-up-due'],
  silence: ['silent'],
  interactions: ['interaction'],
  logged: ['interaction'],
  customer: ['customer-created'],
  customers: ['customer-created'],
};

const keyOf = (word: string): string => normalizeText(word).replace(/[\s_-]/g, '');

/** The events a word stands for; null when it is none. */
export function eventsCalled(word: string): readonly EventName[] | null {
  const key = keyOf(word);
  const event = EVENT_NAMES.find((name) => keyOf(name) === key);
  return event ? [event] : (ALSO[key] ?? null);
}

/** The event that somebody probably meant; null when nothing is near. */
export function eventNear(word: string): string | null {
  return nearestTo(word, EVENT_NAMES) ?? null;
}

/** Each once, in the order of the vocabulary. */
export function inOrder(events: readonly EventName[]): EventName[] {
  return EVENT_NAMES.filter((name) => events.includes(name));
}

/** The events of a stored subscription; words that are none any more are passed over. */
export function readEvents(stored: unknown): EventName[] {
  return typeof stored === 'string' && stored.trim() !== ''
    ? inOrder(stored.split(' ').flatMap((word) => eventsCalled(word) ?? []))
    : [...USUAL];
}
