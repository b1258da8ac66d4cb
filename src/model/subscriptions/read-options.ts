import type { Parsed } from '../filter/parse.ts';
import type { Unclear } from '../errors.ts';
import { eventsCalled, EVENT_NAMES, inOrder, type EventName } from './events.ts';
import { DEFAULT_DELIVERY_OPTIONS, type CardStyle, type DeliveryOptions } from './display-options.ts';
import { SETTLING_TIMES, type SettlingTime } from './coalescing.ts';

/** Makes the problem that points at one of the asides. */
type Wrong = (aside: string, say: string) => Unclear;

const STYLES: Readonly<Record<string, CardStyle>> = { full: 'full', compact: 'compact', short: 'compact' };

/** `30s`, `1m`, `0` -> seconds, where they are one of the choices. */
const readSettling = (typed: string): SettlingTime | null => {
  const [, number, unit = 's'] = /^(\d{1,4})(s|sec|m|min)?$/i.exec(typed.trim()) ?? [];
  const seconds = String(Number(number) * (unit.toLowerCase().startsWith('m') ? 60 : 1));
  return seconds in SETTLING_TIMES ? (seconds as SettlingTime) : null;
};

const asTyped = (seconds: string): string => (Number(seconds) < 60 ? `${seconds}s` : `${Number(seconds) / 60}m`);

const readAloud = (typed: string): EventName[] | null => {
  if (/^(none|no|nothing)$/i.test(typed.trim())) return [];
  const called = typed
    .split(/[\s,]+/)
    .filter(Boolean)
    .map((word) => eventsCalled(word));
  return called.some((events) => events === null) ? null : inOrder(called.flatMap((events) => events ?? []));
};

/** `style:compact broadcast:won,lost settle:30s`: how to tell, as said in a line. @throws what `wrong` makes */
export function readDeliveryOptions(asides: Parsed['asides'], wrong: Wrong): DeliveryOptions {
  const { style, broadcast, settle } = asides;
  const ways = {
    style: style ? STYLES[style.value.toLowerCase()] : DEFAULT_DELIVERY_OPTIONS.style,
    aloud: broadcast ? readAloud(broadcast.value) : DEFAULT_DELIVERY_OPTIONS.aloud,
    settle: settle ? readSettling(settle.value) : DEFAULT_DELIVERY_OPTIONS.settle,
  };
  if (!ways.style) throw wrong('style', 'Use style:full, or style:compact for one or two lines.');
  if (!ways.aloud)
    throw wrong(
      'broadcast',
      `Use events, like broadcast:won,lost, or broadcast:none. Events: ${EVENT_NAMES.join(', ')}.`,
    );
  if (settle && !ways.settle)
    throw wrong(
      'settle',
      `Use ${Object.keys(SETTLING_TIMES)
        .map((one) => `settle:${asTyped(one)}`)
        .join(', ')}.`,
    );
  return { ...ways, style: ways.style, aloud: ways.aloud };
}
