import type { DealUpdate, Idleness } from '../../crm/notifications/outbox/index.ts';
import type { AnyRecord } from '../../model/record.ts';
import { refOf } from '../../model/entity.ts';
import type { Value } from '../../model/fields.ts';
import { theApp } from '../../model/actor.ts';
import { entityOf } from '../../model/registry.ts';
import { count, cut, listed } from '../../model/text/text.ts';
import type { DealFact } from '../../model/subscriptions/facts.ts';
import { recordsById } from '../../crm/audit/index.ts';
import { actions, button, escape, type Message, say, small } from '../messages/blocks.ts';
import type { SlackContext } from '../slack-context.ts';
import { showContext } from '../views/show-context.ts';
import { showDay, showField, showMoment, showValue, type ShowContext } from '../views/values.ts';

const deal = entityOf('deal');

interface UpdateContext {
  /** Who did it, as a name: a mention would call them. */
  by: string;
  /** `*Rollout*`, a link to nothing: ids lead to the card. */
  what: string;
  before: (field: string) => string;
  after: (field: string) => string;
  /** `for 14 days, since 2 Nov 2026`, of one that stalled. */
  idle: string;
}

/** What happened -> icon and sentence. */
const SENTENCES: Record<DealFact, (telling: UpdateContext) => string> = {
  created: ({ by, what }) => `:sparkles: ${by} created ${what}`,
  stage: ({ by, what, before, after }) =>
    `:arrow_right: ${by} moved ${what} from ${before('stage')} to *${after('stage')}*`,
  won: ({ by, what }) => `:tada: ${by} won ${what}`,
  lost: ({ by, what, after }) => `:disappointed: ${by} lost ${what}: ${after('lostReason')}`,
  reopened: ({ by, what, after }) => `:repeat: ${by} reopened ${what} in *${after('stage')}*`,
  amount: ({ by, what, before, after }) =>
    `:moneybag: ${by} changed the amount of ${what} from ${before('amount')} to *${after('amount')}*`,
  owner: ({ by, what, before, after }) =>
    `:handshake: ${by} reassigned ${what} from ${before('owner')} to *${after('owner')}*`,
  regressed: ({ by, what, before, after }) =>
    `:leftwards_arrow_with_hook: ${by} moved ${what} back from ${before('stage')} to *${after('stage')}*`,
  closeDate: ({ by, what, before, after }) =>
    `:calendar: ${by} changed the expected close of ${what} from ${before('closeOn')} to *${after('closeOn')}*`,
  slipped: ({ by, what, before, after }) =>
    `:hourglass_flowing_sand: ${by} moved the expected close of ${what} from ${before('closeOn')} to *${after('closeOn')}*`,
  stalled: ({ what, idle }) => `:snail: ${what} stalled: no activity ${idle}`,
  removed: ({ by, what }) => `:wastebasket: ${by} deleted ${what}`,
  merged: ({ by, what, after }) => `:twisted_rightwards_arrows: ${by} merged ${what} into *${after('mergedInto')}*`,
  restored: ({ by, what }) => `:leftwards_arrow_with_hook: ${by} restored ${what}`,
};

/** An update in words. */
export interface UpdateWords {
  /** What happened, as mrkdwn: one sentence for each thing. */
  sentences: string[];
  /** How the deal stands then, in a line. */
  facts: string;
  record: AnyRecord;
}

/** `Ana`, `Ana and Ben`, `Ana, Ben and 3 others`. */
const namesOf = (by: readonly { name: string }[]): string => {
  const names = by.map(({ name }) => name);
  const shown = names.length > 4 ? [...names.slice(0, 3), `${names.length - 3} others`] : names;
  return listed(shown);
};

/** An update about a deal in words; null when there is nothing left to post. */
export async function dealUpdateWords(
  slack: SlackContext,
  team: string,
  update: DealUpdate,
): Promise<UpdateWords | null> {
  const [record] = await recordsById(slack.crm, 'deal', [update.dealId]);
  if (!record) return null;
  const past = asChanged(record, update, 0);
  const then = asChanged(record, update, 1);
  const actor = theApp(team, slack.crm.settings.timeZone);
  const context = await showContext({ slack, actor }, [{ entity: deal, records: [record, past, then] }]);
  const telling: UpdateContext = {
    // Older updates hold a single person.
    by: escape(namesOf([update.by].flat())),
    what: `*${escape(cut(String(then['name']), 120))}* for ${showValue(deal, then, 'customer', context)}`,
    before: (field) => showOf(past, field, context),
    after: (field) => showOf(then, field, context),
    idle: idleWords(update.idle, context),
  };
  const sentences = update.events.map((event) => SENTENCES[event](telling));
  return { sentences, facts: factsLine(then, update, context), record };
}

/** How long a record had no activity. */
export function idleWords(idle: Idleness | undefined, context: ShowContext): string {
  return idle === undefined
    ? 'for a while'
    : `for ${count(idle.days, 'day')}, since ${showDay(idle.last.slice(0, 10), context)}`;
}

/** The update about a deal; null when there is nothing left to post. */
export async function dealUpdateMessage(
  slack: SlackContext,
  team: string,
  update: DealUpdate,
): Promise<Message | null> {
  const words = await dealUpdateWords(slack, team, update);
  if (!words) return null;
  const { sentences, facts, record } = words;
  return say(sentences.join('\n'), small(facts), ...buttons(record));
}

/** The record before (0) or after (1) the change of the update. */
const asChanged = (record: AnyRecord, { changes }: DealUpdate, side: 0 | 1): AnyRecord => ({
  ...record,
  ...Object.fromEntries(Object.entries(changes).map(([name, pair]): [string, Value] => [name, pair[side]])),
});

const showOf = (record: AnyRecord, name: string, context: ShowContext): string => {
  const field = deal.fields[name];
  return field ? showField(field, record[name] ?? null, { ...context, currency: String(record['currency']) }) : '';
};

const factsLine = (record: AnyRecord, update: DealUpdate, context: ShowContext): string =>
  [
    refOf(deal, record.id),
    record['amount'] === null ? 'no amount' : showOf(record, 'amount', context),
    showOf(record, 'stage', context),
    `owner ${showOf(record, 'owner', context)}`,
    showMoment(update.at),
  ].join(' · ');

const buttons = (record: AnyRecord) => {
  if (record.deletedAt !== null) return [];
  const ref = refOf(deal, record.id);
  return [actions(button('Show', 'show', ref), button('Log', 'log', ref))];
};
