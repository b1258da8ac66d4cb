import type { AnyRecord } from '../record.ts';
import { eventsCalled, inOrder, type EventName } from './events.ts';
import { heard, type Fact } from './facts.ts';
import type { SettlingTime } from './coalescing.ts';

/** How much a card shows: all that matters, or one or two lines. */
export type CardStyle = 'full' | 'compact';

/** How a subscription tells, whatever it tells. */
export interface DeliveryOptions {
  style: CardStyle;
  /** Events that are shown in the channel as well, beside the thread of the deal’s card. */
  aloud: readonly EventName[];
  /** For how long changes of one deal become one message; null: as in the settings. */
  settle: SettlingTime | null;
}

/** How one update is told. */
export interface DisplayOptions {
  style: CardStyle;
  /** In the channel as well, beside the thread of the deal’s card. */
  aloud: boolean;
}

/** Where nothing is to be shown in the channel but the card. */
const NOTHING_ALOUD = 'none';

/** What is shown in the channel, where a subscription says nothing of it. */
const USUALLY_ALOUD: readonly EventName[] = ['won', 'lost'];

/** The events that a subscription also shows in the channel. @param stored as the record holds them */
const readAloud = (stored: unknown): EventName[] => {
  if (typeof stored !== 'string' || stored.trim() === '') return [...USUALLY_ALOUD];
  return inOrder(stored.split(' ').flatMap((word) => eventsCalled(word) ?? []));
};

/** As a subscription says it that says nothing. */
export const DEFAULT_DELIVERY_OPTIONS: DeliveryOptions = { style: 'full', aloud: USUALLY_ALOUD, settle: null };

/** How a stored subscription tells. */
export function waysOf({ style, broadcast, settle }: AnyRecord): DeliveryOptions {
  return {
    style: style === 'compact' ? 'compact' : 'full',
    aloud: readAloud(broadcast),
    settle: (settle ?? null) as SettlingTime | null,
  };
}

/** As the record holds it. */
export function deliveryOptionFields({ style, aloud, settle }: DeliveryOptions): Record<string, string | null> {
  return {
    style,
    broadcast: aloud.join(' ') === USUALLY_ALOUD.join(' ') ? null : aloud.join(' ') || NOTHING_ALOUD,
    settle,
  };
}

/** How these facts are told. */
export function displayOptionsOf({ style, aloud }: DeliveryOptions, facts: readonly Fact[]): DisplayOptions {
  return {
    style,
    aloud: heard(facts, aloud).length > 0,
  };
}
