import { addDays, dayOf } from '../model/dates/time.ts';
import { PEOPLE } from './cast.ts';
import { momentIn } from './calendar.ts';
import { CHATTER } from './words/chatter.ts';

export interface Said {
  /** Slack channel id. */
  channel: string;
  /** Slack user id. */
  user: string;
  text: string;
  /** Milliseconds since 1970; never after `now`. */
  at: number;
}

/** What the channels of the practice workspace hold at a moment, oldest first. */
export function talkUntil(now: number): Said[] {
  return CHATTER.map(({ channel, user, text, daysAgo, at }) => {
    const timeZone = PEOPLE.find(({ id }) => id === user)?.tz ?? 'UTC';
    const [hours = 0, minutes = 0] = at.split(':').map(Number);
    return {
      channel,
      user,
      text,
      at: momentIn(addDays(dayOf(now, timeZone), -daysAgo), hours * 60 + minutes, timeZone),
    };
  }).sort((one, other) => one.at - other.at);
}
