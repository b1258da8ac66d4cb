import type { KnownBlock } from '@slack/types';
import {
  breakdownTable,
  type Question,
  OVERVIEW,
  summarize,
  type Figure,
  type Summary,
} from '../../../crm/summary/index.ts';
import { entityOf } from '../../../model/registry.ts';
import { count, cut } from '../../../model/text/text.ts';
import { escape, facts, header, Message, section, small } from '../../messages/blocks.ts';
import type { SlackRequest } from '../../slack-context.ts';
import type { Shown, MessageWithFallbacks } from '../../messages/message-with-fallbacks.ts';
import { filterInWords } from '../lists/index.ts';
import { numberLines, numberTable } from './number-table.ts';
import { digitsBeside, showChange, showNumber, type NumberContext } from './numbers.ts';
import { provenanceLine, spanBeside } from './provenance.ts';
import { summaryOffers } from './summary-offers.ts';
import { overviewPictures } from './summary-pictures.ts';
import { noted, withCharts } from '../../messages/with-charts.ts';

interface SummaryOptions {
  /** The words that its buttons repeat; none, no buttons. */
  shareWords?: string;
  /** Slack user who shares it with a channel. */
  sharedBy?: string;
  /** The customer whose numbers these are because the channel is about it, by name. */
  of?: string | null;
}

/** The numbers of a period with their pictures, with plainer versions for a Slack that refuses some of it. */
export async function summaryWithFallbacks(
  request: SlackRequest,
  question: Question,
  options: SummaryOptions,
): Promise<MessageWithFallbacks> {
  const summary = await summarize(request, question, OVERVIEW);
  const { locale } = request.slack.crm.settings;
  const context = { locale, currency: summary.provenance.currency, masked: request.slack.masked };
  const offers = options.shareWords === undefined ? [] : await summaryOffers(request, summary, options.shareWords);
  const message = (table: KnownBlock[], { images, note }: Shown): Message =>
    Message.of({
      blocks: [
        ...heading(summary, context),
        ...linkedChannelNote(options.of),
        ...table,
        ...(summary.breakdown ? [] : numbersOf(summary, context)),
        ...images,
        ...noted(note),
        ...notesOf(summary.notes),
        provenanceLine(summary.provenance, { ...options, masked: request.slack.masked }),
        ...offers,
      ],
    });
  if (!summary.breakdown) {
    const toDraw = { pictures: overviewPictures(summary, context), title: summary.period.name };
    return withCharts(request.slack, toDraw, (shown) => message([], shown));
  }
  const table = breakdownTable(summary.breakdown);
  if (summary.breakdown.keys.length === 0 || table.rows.length === 0)
    return { message: message([section(await nothingGrouped(request, question))], NO_CHARTS), plainer: [] };
  return {
    message: message(numberTable(table, context), NO_CHARTS),
    plainer: [message(numberLines(table, context), NO_CHARTS)],
  };
}

/** That there is nothing to group, and what was asked. */
const nothingGrouped = async (request: SlackRequest, { by, period, filter }: Question): Promise<string> => {
  const { words, hint } = await filterInWords(request, entityOf('deal'), filter);
  const where = words === '' ? '' : `, of deals with ${words}`;
  const again = hint ?? 'Try another period, or remove the filter.';
  return `:information_source: Nothing to group by ${by ?? ''} in *${escape(period.name)}*${where}. ${again}`;
};

const NO_CHARTS: Shown = { images: [], note: null };

/** What is asked, and the answer in a sentence or two: a rep's own first. */
const heading = (summary: Summary, context: NumberContext): KnownBlock[] => {
  const { period, own } = summary;
  const team = own ? `*Team:* ${headline(summary, context)}` : headline(summary, context);
  return [
    header(`:bar_chart: ${period.name}`),
    small(spanBeside(period, context.locale)),
    ...(own ? [section(`*You:* ${ownLine(own, context)}`)] : []),
    section(team),
  ];
};

const linkedChannelNote = (customer: string | null | undefined): KnownBlock[] =>
  customer
    ? [
        small(
          `:link: Only ${escape(cut(customer, 80))}, because this channel is linked to it. Add \`-customer:empty\` for all.`,
        ),
      ]
    : [];

export function notesOf(notes: readonly string[]): KnownBlock[] {
  return notes.length === 0 ? [] : [small(notes.map((line) => `:information_source: ${escape(line)}`).join('\n'))];
}

const numbersOf = ({ figures }: Summary, context: NumberContext): KnownBlock[] =>
  facts(
    OVERVIEW.map((key) => figures[key])
      .filter(({ hidden }) => hidden === null)
      .map((figure) => figureLine(figure, context)),
  );

const figureLine = (figure: Figure, context: NumberContext): string =>
  `${escape(figure.label)}\n${figureWords(figure, context)}`;

/** `*12*  (▲ 3, was 9)`: what it is, how it moved, and from where. */
export function figureWords({ value, change, before, unit }: Figure, context: NumberContext): string {
  const alike = { ...context, digits: digitsBeside(value, before) };
  const now = `*${showNumber(value, unit, alike)}*`;
  if (change === null || before === null) return now;
  if (change === 0) return `${now}  (no change)`;
  return `${now}  (${change > 0 ? '▲' : '▼'} ${showChange(change, unit, alike)}, was ${showNumber(before, unit, alike)})`;
}

const shown = ({ value, unit }: Figure, context: NumberContext): string => `*${showNumber(value, unit, context)}*`;

const wonWords = ({ dealsWon, valueWon, winRate }: Summary['figures'], context: NumberContext): string => {
  const rate = winRate.value === null ? 'no deals closed' : `win rate ${shown(winRate, context)}`;
  return `${count(dealsWon.value ?? 0, 'deal')} won for ${shown(valueWon, context)}, ${rate}`;
};

const talked = ({ interactions }: Summary['figures']): string =>
  interactions.hidden === null ? `, ${count(interactions.value ?? 0, 'interaction')}` : '';

const aheadWords = ({ valueWeighted }: Summary['figures'], context: NumberContext): string =>
  valueWeighted.value === null ? '' : `, ${shown(valueWeighted, context)} weighted in the pipeline`;

const headline = ({ figures }: Summary, context: NumberContext): string =>
  figures.dealsWon.hidden
    ? `${count(figures.interactions.value ?? 0, 'interaction')}.`
    : `${wonWords(figures, context)}${aheadWords(figures, context)}${talked(figures)}.`;

/** A rep's own numbers, with how far they are towards their target. */
const ownLine = (own: NonNullable<Summary['own']>, context: NumberContext): string => {
  const { dealsOpen, valueOpen, targetAttained } = own;
  const target = targetAttained.value === null ? '' : `, ${shown(targetAttained, context)} of your target`;
  const open = `, ${count(dealsOpen.value ?? 0, 'deal')} open for ${shown(valueOpen, context)}`;
  return `${wonWords(own, context)}${target}${open}${aheadWords(own, context)}${talked(own)}.`;
};
