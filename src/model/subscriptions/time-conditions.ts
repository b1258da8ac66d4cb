import { unclearAt } from '../filter/unclear.ts';
import { cut } from '../text/text.ts';
import type { EventName } from './events.ts';

/** What happens because time passes and nobody does anything. */
export const CLOCK_EVENTS = ['stalled', 'silent', 'follow-up-due'] as const satisfies readonly EventName[];
export type ClockEvent = (typeof CLOCK_EVENTS)[number];

/** For how many days nobody may touch a deal, or a customer, before that is told. */
export interface Patience {
  stalled: number;
  silent: number;
}

export const USUAL_PATIENCE: Patience = { stalled: 14, silent: 30 };

/** Of a stored subscription. */
export function patienceOf({ stalledAfter, silentAfter }: Readonly<Record<string, unknown>>): Patience {
  return {
    stalled: Number(stalledAfter ?? USUAL_PATIENCE.stalled),
    silent: Number(silentAfter ?? USUAL_PATIENCE.silent),
  };
}

/** As the record holds it: what is usual is blank. */
export function fieldsOfPatience({ stalled, silent }: Patience): Record<string, number | null> {
  return {
    stalledAfter: stalled === USUAL_PATIENCE.stalled ? null : stalled,
    silentAfter: silent === USUAL_PATIENCE.silent ? null : silent,
  };
}

export function matchesTimeEvents(events: readonly EventName[]): boolean {
  return CLOCK_EVENTS.some((event) => events.includes(event));
}

const LONG: Readonly<Record<string, number>> = { d: 1, w: 7, m: 30 };
const MOST_DAYS = 365;

/** `21d`, `3w`, `2m`, `21` -> days. @throws what `wrong` makes */
const readDays = (typed: string, wrong: (say: string) => Error): number => {
  const [, n = '', unit = 'd'] = /^(\d{1,3})\s?([dwm])?(?:ays?|eeks?|onths?)?$/i.exec(typed.trim()) ?? [];
  const days = Number(n) * (LONG[unit.toLowerCase()] ?? 1);
  if (n !== '' && days >= 1 && days <= MOST_DAYS) return days;
  throw wrong(`“${cut(typed, 40)}” isn’t a number of days. Use 21d or 3w, at most ${MOST_DAYS} days.`);
};

const SAID = /(?<![^\s,])(stalled|silent)(\s?[:=]\s?)([^\s,]*)/gi;

/** What a line says of it: `stalled:21d` is the event `stalled` as well. */
export interface SaidPatience {
  patience: Patience;
  events: ClockEvent[];
  /** The line with blanks in its place. */
  line: string;
}

/** @throws Unclear that points at what is no number of days */
export function takePatience(line: string): SaidPatience {
  const said: SaidPatience = { patience: { ...USUAL_PATIENCE }, events: [], line };
  for (const { 0: whole, 1: name = '', 3: value = '', index: from } of line.matchAll(SAID)) {
    const to = from + whole.length;
    const where = { from: value === '' ? from : to - value.length, to };
    const event = name.toLowerCase() as keyof Patience;
    said.patience[event] = readDays(value, (say) => unclearAt(line, where, say));
    said.events.push(event);
    said.line = said.line.slice(0, from) + ' '.repeat(whole.length) + said.line.slice(to);
  }
  return said;
}
