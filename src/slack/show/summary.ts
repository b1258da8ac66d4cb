import type { Button, KnownBlock } from '@slack/types';
import type { Picture } from '../../charts/pictures.ts';
import type { Figure, Summary } from '../../crm/summary/summary.ts';
import { summarize } from '../../crm/summary/summary.ts';
import type { Span } from '../../model/periods.ts';
import type { Question } from '../../crm/summary/question.ts';
import { count } from '../../model/words.ts';
import { actions, button, escape, facts, header, section, small, type Message } from '../blocks.ts';
import type { Ask } from '../desk.ts';
import { pictureBlocks } from '../pictures.ts';
import { showMoney, type Reading } from './mask.ts';
import { showMoment } from './values.ts';

interface Options {
  /** The words that a Share button repeats; none, no button. */
  shareWords?: string;
  /** Slack user who shares it with a channel. */
  sharedBy?: string;
}

type Reader = Reading & { locale: string };

/** The numbers of a period with their pictures, as one message. */
export const summaryMessage = async (ask: Ask, question: Question, options: Options): Promise<Message> => {
  const summary = await summarize(ask.desk.crm, ask.actor, question);
  const { period } = question;
  const { locale } = ask.desk.crm.settings;
  const reading = { locale, masked: ask.desk.masked };
  const pictures = await pictureBlocks(ask.desk, picturesOf(summary, reading));
  const span = `${days(period, locale)}, beside ${escape(period.before.name.toLowerCase())} (${days(period.before, locale)})`;
  return {
    text: `${period.name}: ${headline(summary, reading)}`,
    blocks: [
      header(`:bar_chart: ${period.name}`),
      small(span),
      section(headline(summary, reading)),
      ...facts(
        Object.values(summary.figures)
          .filter(({ hidden }) => hidden === null)
          .map((figure) => figureLine(figure, summary, reading)),
      ),
      ...pictures,
      ...summary.notes.map((line) => small(`:information_source: ${escape(line)}`)),
      provenance(summary, options),
      ...(options.shareWords ? [actions(...furtherButtons(options.shareWords))] : []),
    ],
  };
};

const furtherButtons = (words: string): Button[] => [
  button('Share', 'share-summary', words),
  button('Schedule …', 'schedule', `new ${words}`),
];

const days = ({ from, to }: Span, locale: string): string => {
  const format = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' });
  return from === to ? format.format(new Date(from)) : format.formatRange(new Date(from), new Date(to));
};

const shown = (value: number | null, { unit }: Figure, summary: Summary, reading: Reader): string => {
  if (value === null) return '–';
  if (unit === 'money') return showMoney(Math.round(value / 100) * 100, summary.provenance.currency, reading);
  if (unit === 'days') return count(Math.round(value), 'day');
  return unit === 'percent' ? `${Math.round(value)} %` : value.toLocaleString(reading.locale);
};

const figureLine = (figure: Figure, summary: Summary, reading: Reader): string =>
  `${escape(figure.label)}\n*${shown(figure.value, figure, summary, reading)}*${changeWords(figure, summary, reading)}`;

/** `▲ 3 from 9`: how it moved, and from where. */
const changeWords = (figure: Figure, summary: Summary, reading: Reader): string => {
  const { change, before } = figure;
  if (change === null || before === null) return '';
  if (change === 0) return '  = as before';
  const by = shown(Math.abs(change), figure, summary, reading).replace(' %', ' points');
  return `  ${change > 0 ? '▲' : '▼'} ${by} from ${shown(before, figure, summary, reading)}`;
};

const headline = (summary: Summary, reading: Reader): string => {
  const { dealsWon, valueWon, winRate, valueWeighted, interactions } = summary.figures;
  const won = `${count(dealsWon.value ?? 0, 'deal')} won for *${shown(valueWon.value, valueWon, summary, reading)}*`;
  const rate =
    winRate.value === null ? 'nothing else closed' : `win rate *${shown(winRate.value, winRate, summary, reading)}*`;
  const ahead = `*${shown(valueWeighted.value, valueWeighted, summary, reading)}* weighted in the pipeline`;
  return `${won}, ${rate}, ${ahead}, ${count(interactions.value ?? 0, 'interaction')}.`;
};

const provenance = ({ provenance: { asOf, deals, currency } }: Summary, { sharedBy }: Options): KnownBlock => {
  const by = sharedBy ? ` · shared by <@${sharedBy}>` : '';
  return small(`Data as of ${showMoment(asOf)} · ${count(deals, 'deal')} looked at · ${currency}${by}`);
};

/** Where people from outside read, the pictures of amounts are left out. */
const picturesOf = (summary: Summary, { locale, masked }: Reader): Picture[] => {
  const { currency } = summary.provenance;
  const pictures: Picture[] = [
    {
      kind: 'pipeline-by-stage',
      title: 'Pipeline by stage',
      subtitle: 'Open deals as of now',
      currency,
      locale,
      stages: summary.pipeline,
    },
    {
      kind: 'won-by-month',
      title: 'Won by month',
      subtitle: 'Beside the year before',
      currency,
      locale,
      months: summary.wonByMonth,
    },
    {
      kind: 'activity-by-person',
      title: 'Activity by person',
      subtitle: summary.period.name,
      locale,
      people: summary.activity,
    },
  ];
  return masked ? pictures.filter((picture) => !('currency' in picture)) : pictures;
};
