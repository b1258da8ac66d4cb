import type { DataTableBlock, KnownBlock } from '@slack/types';
import type { Picture } from '../../../charts/pictures.ts';
import { shorten } from '../../../crm/search/index.ts';
import {
  BAR_KEYS,
  BARS,
  whatMoved,
  type BarKey,
  type Moved,
  type Worth,
  type MovedAsked,
} from '../../../crm/summary/index.ts';
import { formatMoney } from '../../../model/money.ts';
import { dayOf } from '../../../model/dates/time.ts';
import { count } from '../../../model/text/text.ts';
import { actions, button, escape, facts, header, Message, picker, section, small } from '../../messages/blocks.ts';
import type { SlackRequest } from '../../slack-context.ts';
import type { Shown, MessageWithFallbacks } from '../../messages/message-with-fallbacks.ts';
import type { Audience } from '../../views/mask.ts';
import { scheduleOffer } from './schedule-list.ts';
import { typedWords } from '../../views/typed-words.ts';
import { showDay, showMoment } from '../../views/values.ts';
import { noted, withCharts } from '../../messages/with-charts.ts';

/** The bars that every picture has, by the names it gives them; the others are drawn only where something is behind them. */
const ALWAYS = ['new', 'grown', 'shrunk', 'pulledIn', 'slipped', 'won', 'lost', 'reopened'] as const;
const SOMETIMES = BAR_KEYS.filter((key) => !ALWAYS.some((one) => one === key));

/** How amounts are shown, and whether at all. */
type MovedContext = Audience & { locale: string };

/** Slack's menus take values of up to 150 characters. */
const MOST_WORDS = 100;

/** `+€12,000`, `−€3,400`, `no change`. */
export function changeOf(minor: number, currency: string, locale: string): string {
  if (minor === 0) return 'no change';
  return `${minor > 0 ? '+' : '−'}${formatMoney(Math.abs(minor), currency, locale)}`;
}

/** How many deals are behind a bar, those that only moved their close among them. */
export function behind({ bars, shifted }: Moved, bar: BarKey): number {
  return bars[bar].count + (bar === 'pulledIn' || bar === 'slipped' ? shifted[bar].count : 0);
}

/** The words that ask the same again, with the day that `since` meant. */
export function wordsOf({ since, words }: MovedAsked): string {
  return `since:${since} ${words}`.trim();
}

const dayWords = (day: string, locale: string): string =>
  new Intl.DateTimeFormat(locale, {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    timeZone: 'UTC',
  }).format(new Date(`${day}T00:00:00Z`));

const titleOf = (since: string, locale: string): string => `What moved since ${dayWords(since, locale)}`;

/** How the open value went; where amounts are hidden, how many deals are open. */
const headline = ({ then, now, currency }: Moved, { locale, masked }: MovedContext): string => {
  if (masked) return `*${count(then.count, 'open deal')}* at the start, *${now.count.toLocaleString('en')}* now.`;
  const money = (value: number): string => `*${formatMoney(value, currency, locale)}*`;
  const change = now.value - then.value;
  const went = change === 0 ? 'didn’t change' : `${change > 0 ? 'rose' : 'fell'} by ${money(Math.abs(change))}`;
  const ends = `from ${money(then.value)} in ${count(then.count, 'deal')} to ${money(now.value)} in ${count(now.count, 'deal')}`;
  return `Open pipeline ${went}, ${ends}.`;
};

const pictureOf = (moved: Moved, locale: string): Picture => {
  const worthOf = (bar: BarKey): Worth => ({ count: behind(moved, bar), value: moved.bars[bar].value });
  const rest = SOMETIMES.filter((bar) => behind(moved, bar) > 0);
  return {
    kind: 'what-moved',
    title: titleOf(moved.since, locale),
    currency: moved.currency,
    locale,
    then: moved.then,
    now: moved.now,
    moves: Object.fromEntries(ALWAYS.map((bar) => [bar, worthOf(bar)])) as Record<(typeof ALWAYS)[number], Worth>,
    rest: rest.map((bar) => ({ name: BARS[bar].label, ...worthOf(bar) })),
  };
};

/** What is behind a bar, for a cell or a line: `3 deals`, and of closes that only moved, what they are worth. */
const noteOf = ({ shifted, currency }: Moved, bar: BarKey, { locale, masked }: MovedContext): string => {
  if ((bar !== 'pulledIn' && bar !== 'slipped') || shifted[bar].count === 0) return '';
  if (masked) return ' (still open)';
  return ` (still open, worth ${formatMoney(shifted[bar].value, currency, locale)})`;
};

/** Bars with deals behind them. */
const shownBars = (moved: Moved): BarKey[] => BAR_KEYS.filter((bar) => behind(moved, bar) > 0);

/** The numbers of the picture as a table; where amounts are hidden, they stand nowhere in it. */
const tableOf = (moved: Moved, showing: MovedContext): DataTableBlock => {
  const { currency, then, now } = moved;
  const { locale, masked } = showing;
  const text = (words: string) => ({ type: 'raw_text' as const, text: words });
  const number = (value: number, words: string) => ({ type: 'raw_number' as const, value, text: words });
  const row = (label: string, deals: number, value: number, words: string) => [
    ...[text(label), number(deals, deals.toLocaleString(locale))],
    ...(masked ? [] : [number(value, words)]),
  ];
  const bars = shownBars(moved).map((bar) =>
    row(
      masked ? `${BARS[bar].label}${noteOf(moved, bar, showing)}` : BARS[bar].label,
      behind(moved, bar),
      moved.bars[bar].value,
      `${changeOf(moved.bars[bar].value, currency, locale)}${noteOf(moved, bar, showing)}`,
    ),
  );
  return {
    type: 'data_table',
    caption: masked ? 'What moved' : 'What moved the open pipeline',
    page_size: 20,
    row_header_column_index: 0,
    rows: [
      [text('Move'), text('Deals'), ...(masked ? [] : [text('Open pipeline')])],
      row('Open at start', then.count, then.value, formatMoney(then.value, currency, locale)),
      ...bars,
      row('Open now', now.count, now.value, formatMoney(now.value, currency, locale)),
    ],
  };
};

/** The same where Slack shows no tables. */
const linesOf = (moved: Moved, showing: MovedContext): KnownBlock[] =>
  facts(
    shownBars(moved).map((bar) => {
      const deals = `${count(behind(moved, bar), 'deal')}${noteOf(moved, bar, showing)}`;
      if (showing.masked) return `${BARS[bar].label}\n*${deals}*`;
      return `${BARS[bar].label}\n*${changeOf(moved.bars[bar].value, moved.currency, showing.locale)}*  ${deals}`;
    }),
  );

/** That what imports brought is no movement. */
const importsWords = (
  { count: n, first, last }: NonNullable<Moved['imports']>,
  day: (at: string) => string,
): string => {
  const [one, other] = [day(first), day(last)];
  const days = one === other ? `on ${one}` : `between ${one} and ${other}`;
  return `${count(n, 'deal')} ${n === 1 ? 'was' : 'were'} imported ${days}. The audit log doesn’t know ${n === 1 ? 'it' : 'them'} from before, so ${n === 1 ? 'it doesn’t' : 'they don’t'} count as new, won or lost.`;
};

/** Notes on deals left out of the totals. */
const notesOf = (
  moved: Moved,
  { locale, today, timeZone }: { locale: string; today: string; timeZone: string },
): string[] => {
  const { passing, otherCurrencies, currency, trailBegins, imports } = moved;
  const day = (at: string): string => showDay(at.slice(0, 10), { locale, today });
  const dayHere = (at: string): string => day(dayOf(Date.parse(at), timeZone));
  return [
    ...(trailBegins === null
      ? []
      : [`The audit log starts on ${day(trailBegins)}. Deals open before that aren’t known.`]),
    ...(imports === null ? [] : [importsWords(imports, dayHere)]),
    ...(passing === 0
      ? []
      : [`${count(passing, 'deal')} opened and closed in between and ${passing === 1 ? 'isn’t' : 'aren’t'} counted.`]),
    ...(otherCurrencies === 0
      ? []
      : [`${count(otherCurrencies, 'open deal')} in other currencies than ${currency}: not in the totals.`]),
  ];
};

const provenance = (
  { asOf, currency }: Moved,
  { words }: MovedAsked,
  { sharedBy, masked }: { sharedBy: string | undefined; masked: boolean },
): KnownBlock => {
  // A filter may name the very amounts and words that are hidden here.
  const only = masked ? 'filtered' : `filters: ${typedWords(words)}`;
  const filter = words === '' ? 'all deals' : only;
  const by = sharedBy ? ` · shared by <@${sharedBy}>` : '';
  return small(`Data as of ${showMoment(asOf)}, read from the audit log · ${filter} · ${currency}${by}`);
};

/** A menu of the bars with deals behind them, and further buttons. */
const offers = async (request: SlackRequest, moved: Moved, asked: MovedAsked): Promise<KnownBlock[]> => {
  const words = await shorten(request.slack.crm, wordsOf(asked), MOST_WORDS);
  const options = shownBars(moved).map((bar) => ({
    text: `${BARS[bar].label}: ${count(behind(moved, bar), 'deal')}`,
    words: `${bar} 1 ${words}`,
  }));
  return [
    actions(
      ...(options.length > 0 ? [picker('Show deals', 'moved-deals', options)] : []),
      button('Share', 'share-summary', `moved ${words}`),
      ...scheduleOffer(`moved ${asked.typed}`.trim()),
      button('Download CSV', 'moved-csv', words),
    ),
  ];
};

export interface MovedOptions {
  /** Slack user who shares it with a channel. */
  sharedBy?: string;
  /** With what can be done with it: for whoever asked. */
  offers?: true;
}

/**
 * The answer to `/crm summary moved`: what the open value was and is, and the bridge between, as picture and numbers. Where
 * people from outside read, how many deals did what, without the picture, since all of that is amounts.
 */
export async function movedWithFallbacks(
  request: SlackRequest,
  asked: MovedAsked,
  { sharedBy, offers: offered }: MovedOptions = {},
): Promise<MessageWithFallbacks> {
  const { crm, masked } = request.slack;
  const showing = { locale: crm.settings.locale, masked };
  const { locale } = showing;
  const moved = await whatMoved(request, asked);
  const title = titleOf(moved.since, locale);
  const today = dayOf(crm.now(), request.actor.timeZone);
  const pictures = masked ? [] : [pictureOf(moved, locale)];
  const below = [
    ...notesOf(moved, { locale, today, timeZone: request.actor.timeZone }).map((line) =>
      small(`:information_source: ${escape(line)}`),
    ),
    provenance(moved, asked, { sharedBy, masked }),
    ...(offered ? await offers(request, moved, asked) : []),
  ];
  const message = ({ images, note }: Shown, as: 'table' | 'text'): Message =>
    Message.of({
      blocks: [
        header(`:bar_chart: ${title}`),
        section(headline(moved, showing)),
        ...images,
        ...noted(note),
        ...(as === 'table' ? [tableOf(moved, showing)] : linesOf(moved, showing)),
        ...below,
      ],
    });
  return withCharts(request.slack, { pictures, title }, message);
}
