import { Temporal } from 'temporal-polyfill';
import { startOf } from '../../../model/dates/calendar.ts';

/** The Monday of the week that a day lies in. @param day `YYYY-MM-DD` */
export function mondayOf(day: string): string {
  return startOf('week', Temporal.PlainDate.from(day)).toString();
}
