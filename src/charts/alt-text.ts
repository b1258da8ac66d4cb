import { allOf, busiestFirst, countOfKind, interactionKinds, kindsInOrder } from './activity.ts';
import { countOf, fullMoney, listed, monthName, sum, whole } from './format.ts';
import {
  answerFor,
  type ActivityByPerson,
  type ForEachPicture,
  type Picture,
  type PipelineByStage,
  type WonByMonth,
} from './pictures.ts';

/** Slack's limit for an image's `alt_text`. */
const MOST = 2000;

const findings: ForEachPicture<string> = {
  'pipeline-by-stage': pipeline,
  'won-by-month': won,
  'activity-by-person': activity,
};

/** One sentence for those who cannot see the picture: what it shows, the finding first, at most 2000 characters. */
export function altText(picture: Picture): string {
  const sentence = `${picture.title}: ${answerFor(findings, picture)}`.replace(/\s+/g, ' ');
  if (sentence.length <= MOST) return sentence;
  return `${sentence.slice(0, MOST - 1).replace(/[\ud800-\udbff]$/, '')}…`; // never half a character
}

function pipeline({ stages, currency, locale }: PipelineByStage): string {
  const worth = stages.filter(({ count, value }) => count > 0 || value > 0).toSorted((a, b) => b.value - a.value);
  const [first, ...others] = worth;
  if (!first) return 'nothing yet.';
  const money = (minor: number): string => fullMoney(minor, currency, locale);
  const held = (value: number, count: number): string => `${money(value)} in ${countOf(count, 'deal', locale)}`;
  const [value, count] = [sum(worth.map((stage) => stage.value)), sum(worth.map((stage) => stage.count))];
  const likely = `${money(sum(worth.map(({ weighted }) => weighted)))} weighted by chance`;
  if (others.length === 0) return `${first.name} holds all, ${held(value, count)}, ${likely}.`;
  const rest = listed(others.map((stage) => `${stage.name} ${held(stage.value, stage.count)}`));
  return `${first.name} holds most, ${held(first.value, first.count)}; ${held(value, count)} in all, ${likely}; ${rest}.`;
}

function won({ months, currency, locale }: WonByMonth): string {
  const money = (minor: number): string => fullMoney(minor, currency, locale);
  const month = (name: string): string => monthName(name, 'long', 'en');
  const [total, before] = [sum(months.map(({ value }) => value)), sum(months.map((each) => each.before))];
  const [first, last, best] = [months[0], months.at(-1), months.toSorted((a, b) => b.value - a.value)[0]];
  if (!first || !last || !best || (total === 0 && before === 0)) return 'nothing yet.';
  const period = first === last ? `in ${month(first.month)}` : `from ${month(first.month)} to ${month(last.month)}`;
  const parts = [`${money(total)} won in ${countOf(sum(months.map(({ count }) => count)), 'deal', locale)} ${period}`];
  if (total > 0 && first !== last) parts.push(`the best month was ${month(best.month)} with ${money(best.value)}`);
  if (before > 0) parts.push(`${compared(total, before, locale)} (${money(before)})`);
  return `${parts.join('; ')}.`;
}

function compared(now: number, before: number, locale: string): string {
  const share = Math.abs(now - before) / before;
  if (share < 0.005) return 'the same as a year before';
  const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 }).format(share);
  return `${percent} ${now > before ? 'more' : 'less'} than a year before`;
}

function activity({ people, locale }: ActivityByPerson): string {
  const busy = busiestFirst(people.filter(({ counts }) => allOf(counts) > 0));
  const [first, ...others] = busy;
  if (!first) return 'nothing yet.';
  const count = (number: number): string => countOf(number, 'interaction', locale);
  const kinds = kindsInOrder.flatMap((kind) => {
    const number = countOfKind(first.counts, kind);
    const { one } = interactionKinds[kind];
    return number > 0 ? [kind === 'other' ? `${whole(number, locale)} other` : countOf(number, one, locale)] : [];
  });
  const most = `${count(allOf(first.counts))} (${listed(kinds)})`;
  if (others.length === 0) return `${first.name} logged all, ${most}.`;
  const rest = listed(others.map(({ name, counts }) => `${name} ${whole(allOf(counts), locale)}`));
  return `${first.name} logged most, ${most}; ${count(sum(busy.map(({ counts }) => allOf(counts))))} in all; ${rest}.`;
}
