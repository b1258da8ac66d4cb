import { DIGEST, typedRhythm } from '../../../model/dates/recurrence-words.ts';
import { storedRhythm, type Rhythm } from '../../../model/dates/recurrence.ts';
import { Invalid, Unclear } from '../../../model/errors.ts';
import type { Frequency } from '../../../model/subscriptions/frequency.ts';

/** The frequency as typed. */
export interface TypedFrequency {
  digest: string;
  stream: boolean;
  budget: number | null;
}

const WORDS: Readonly<Record<string, string>> = { weekday: 'daily' };

/** As people write it: `daily 9:00`, `weekly monday 9:00`. */
export function typedFrequency({ digest, stream, budget }: Frequency): TypedFrequency {
  const at = digest?.at.replace(/^0/, '');
  const words = digest && `${WORDS[digest.on] ?? `weekly ${digest.on}`} ${at}`;
  return { digest: words ?? '', stream, budget };
}

/** @throws Invalid under the question that is wrong */
export function frequencyOfTyped({ digest: typed, stream, budget }: TypedFrequency): Frequency {
  const digest = readDigest(typed);
  if (!stream && !digest) throw new Invalid({ digest: 'Enter a time like daily 9:00, or send updates instantly.' });
  return { digest, stream, budget };
}

const readDigest = (typed: string): Rhythm | null => {
  try {
    return storedRhythm(typedRhythm(typed, DIGEST));
  } catch (error) {
    if (error instanceof Unclear) throw new Invalid({ digest: error.message });
    throw error;
  }
};
