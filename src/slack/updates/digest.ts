import type { SubscriptionRecord } from '../../model/entities/subscriptions.ts';
import type {
  DigestLine,
  DigestSection,
  SectionName,
  DigestPayload,
  WeeklyLimitPayload,
} from '../../crm/notifications/outbox/index.ts';
import type { KnownBlock } from '@slack/types';
import type { Picture } from '../../charts/pictures.ts';
import type { AnyRecord } from '../../model/record.ts';
import { theApp } from '../../model/actor.ts';
import { entityOf } from '../../model/registry.ts';
import { count, cut, listed } from '../../model/text/text.ts';
import type { Fact } from '../../model/subscriptions/facts.ts';
import { SECTIONS, pipelineOfSubscription } from '../../crm/notifications/digests/index.ts';
import { recordsById } from '../../crm/audit/index.ts';
import { actions, button, escape, header, Message, say, section, small } from '../messages/blocks.ts';
import type { SlackContext } from '../slack-context.ts';
import type { Shown, MessageWithFallbacks } from '../messages/message-with-fallbacks.ts';
import { showMoney } from '../views/mask.ts';
import { showContext } from '../views/show-context.ts';
import { showDay, showField, showMoment, showValue, type ShowContext } from '../views/values.ts';
import { noted, withCharts } from '../messages/with-charts.ts';

const deal = entityOf('deal');

/** Icon, heading, and how it is counted in the headline. */
const HEADS: Readonly<Record<SectionName, { icon: string; title: string; counted: (n: number) => string }>> = {
  won: { icon: ':tada:', title: 'Won', counted: (n) => `${n} won` },
  lost: { icon: ':disappointed:', title: 'Lost', counted: (n) => `${n} lost` },
  new: { icon: ':sparkles:', title: 'New', counted: (n) => `${n} new` },
  moved: { icon: ':arrow_right:', title: 'Moved', counted: (n) => `${n} moved` },
  slipped: { icon: ':hourglass_flowing_sand:', title: 'Slipped', counted: (n) => `${n} slipped` },
  stalled: { icon: ':snail:', title: 'Stalled', counted: (n) => `${n} stalled` },
};

/** Counts of other facts, in words. */
const ALSO: Partial<Record<Fact, (n: number) => string>> = {
  amount: (n) => count(n, 'amount changed', 'amounts changed'),
  owner: (n) => count(n, 'owner changed', 'owners changed'),
  closeDate: (n) => count(n, 'expected close changed', 'expected closes changed'),
  removed: (n) => count(n, 'deal deleted', 'deals deleted'),
  merged: (n) => count(n, 'deal merged', 'deals merged'),
  restored: (n) => count(n, 'deal restored', 'deals restored'),
  logged: (n) => count(n, 'interaction'),
  customer: (n) => count(n, 'new customer'),
  silent: (n) => count(n, 'inactive customer'),
  due: (n) => count(n, 'follow-up due', 'follow-ups due'),
};

interface DigestContext {
  deals: ReadonlyMap<number, AnyRecord>;
  context: ShowContext;
}

/** `€12,000 and $3,000`; blank where nothing has an amount. */
const worthOf = ({ worth }: DigestSection, context: ShowContext): string => {
  const sums = Object.entries(worth).toSorted(([, a], [, b]) => b - a);
  return listed(sums.map(([currency, sum]) => escape(showMoney(sum, currency, context))));
};

const changeOf = (name: SectionName, { was, is }: DigestLine, record: AnyRecord, context: ShowContext): string[] => {
  const of = (field: string, value: DigestLine['was']): string => {
    const kind = deal.fields[field];
    return kind ? showField(kind, value ?? null, context) : '';
  };
  if (name === 'moved') return [`${of('stage', was)} → *${of('stage', is)}*`];
  if (name === 'slipped') return [`${of('closeOn', was)} → *${of('closeOn', is)}*`];
  if (name === 'lost' && record['lostReason'] !== null)
    return [cut(showValue(deal, record, 'lostReason', context), 120)];
  return name === 'new' ? [showValue(deal, record, 'stage', context)] : [];
};

const lineOf = (name: SectionName, line: DigestLine, { deals, context }: DigestContext): string | null => {
  const record = deals.get(line.deal);
  if (!record || record.deletedAt !== null) return null;
  const amount = line.amount === null ? [] : [escape(showMoney(line.amount, line.currency, context))];
  const what = `*${escape(cut(String(record['name']), 80))}* for ${showValue(deal, record, 'customer', context)}`;
  const who = showValue(deal, record, 'owner', context);
  return `• ${[what, ...amount, ...changeOf(name, line, record, context), who].join(' · ')}`;
};

const sectionBlock = (name: SectionName, section_: DigestSection, showing: DigestContext): KnownBlock => {
  const { icon, title } = HEADS[name];
  const lines = section_.lines.map((line) => lineOf(name, line, showing)).filter((line) => line !== null);
  const worth = worthOf(section_, showing.context);
  const more = section_.count - section_.lines.length;
  const head = `${icon} *${title}: ${section_.count}*${worth === '' ? '' : ` · ${worth}`}`;
  return section([head, ...lines, ...(more > 0 ? [`_and ${count(more, 'more deal', 'more deals')}_`] : [])].join('\n'));
};

/** `3 won for €45,000, 1 lost, 4 new` */
const headline = ({ sections }: DigestPayload, context: ShowContext): string => {
  const parts = SECTIONS.flatMap((name) => {
    const one = sections[name];
    if (!one) return [];
    const worth = name === 'won' ? worthOf(one, context) : '';
    return [`*${HEADS[name].counted(one.count)}*${worth === '' ? '' : ` for ${worth}`}`];
  });
  return parts.length === 0 ? 'No deals were won, lost, added, moved or slipped.' : `${parts.join(', ')}.`;
};

const alsoWords = ({ also }: DigestPayload): string[] => {
  const words = (Object.entries(also) as [Fact, number][]).flatMap(([fact, n]) => ALSO[fact]?.(n) ?? []);
  return words.length === 0 ? [] : [`Also: ${listed(words)}.`];
};

const picturesOf = async (slack: SlackContext, subscription: SubscriptionRecord): Promise<Picture[]> => {
  // All of it is amounts.
  if (slack.masked) return [];
  const stages = await pipelineOfSubscription(slack.crm, subscription);
  if (!stages.some((stage) => stage.count > 0)) return [];
  const { currency, locale } = slack.crm.settings;
  const about =
    subscription.filter === null ? 'Open deals as of now' : 'Open deals that match this digest’s filter, as of now';
  return [{ kind: 'pipeline-by-stage', title: 'Pipeline by stage', subtitle: about, currency, locale, stages }];
};

const titleOf = ({ of }: DigestPayload, name: string): string =>
  ({
    day: `${name}: daily digest`,
    week: `${name}: weekly digest`,
    fold: `${name}: held-back updates`,
    look: `${name}: reminders`,
  })[of];

const dealsOf = async (slack: SlackContext, { sections }: DigestPayload): Promise<Map<number, AnyRecord>> => {
  const ids = Object.values(sections).flatMap(({ lines }) => lines.map((line) => line.deal));
  const records = await recordsById(slack.crm, 'deal', [...new Set(ids)]);
  return new Map(records.map((record) => [record.id, record]));
};

/** The digest of a subscription; null when it was removed meanwhile. */
export async function digestMessage(
  slack: SlackContext,
  team: string,
  news: DigestPayload,
): Promise<Message | MessageWithFallbacks | null> {
  const [subscription] = await recordsById(slack.crm, 'subscription', [news.subscription]);
  if (!subscription || subscription.deletedAt !== null) return null;
  const name = cut(subscription.name, 80);
  const span = news.of === 'look' ? showMoment(news.from) : `${showMoment(news.from)} to ${showMoment(news.before)}`;
  const isEmpty = Object.keys(news.sections).length + Object.keys(news.also).length === 0;
  if (isEmpty) return say(`:newspaper: *${escape(name)}*: no updates this week.`, small(span));
  const deals = await dealsOf(slack, news);
  const actor = theApp(team, slack.crm.settings.timeZone);
  const context = await showContext({ slack, actor }, [{ entity: deal, records: [...deals.values()] }]);
  const cutOff = news.only === null ? [] : [`Only changes since ${showMoment(news.only)} are included.`];
  const line = headline(news, context);
  const title = titleOf(news, name);
  const message = ({ images, note }: Shown): Message =>
    Message.of({
      blocks: [
        header(`:newspaper: ${title}`),
        section([line, ...alsoWords(news)].join('\n')),
        ...SECTIONS.flatMap((one) => {
          const filled = news.sections[one];
          return filled ? [sectionBlock(one, filled, { deals, context })] : [];
        }),
        ...images,
        ...noted(note),
        small([span, ...cutOff].join(' · ')),
        actions(button('Edit', 'subscription', `edit ${subscription.id}`)),
      ],
    });
  return withCharts(slack, { pictures: await picturesOf(slack, subscription), title }, message);
}

/** The notice that a weekly limit was reached; null when the subscription was removed meanwhile. */
export async function weeklyLimitMessage(
  slack: SlackContext,
  { subscription: id, budget, until }: WeeklyLimitPayload,
): Promise<Message | null> {
  const [subscription] = await recordsById(slack.crm, 'subscription', [id]);
  if (!subscription || subscription.deletedAt !== null) return null;
  const { locale } = slack.crm.settings;
  const day = showDay(until, { locale, today: '' });
  const how = subscription.digest === null ? 'come in one daily message' : 'come in its digest';
  return say(
    `:thread: *${escape(subscription.name)}* reached its weekly limit (${count(budget, 'message')}). Until ${day}, further updates ${how}.`,
    actions(button('Edit', 'subscription', `edit ${subscription.id}`)),
  );
}
