import type { DataTableBlock, KnownBlock } from '@slack/types';
import { shorten } from '../../../crm/search/index.ts';
import { BARS, type BarKey, type Moved, type MovedDeal, type MovedAsked } from '../../../crm/summary/index.ts';
import { ABILITIES } from '../../../model/access.ts';
import { atLeast } from '../../../model/roles.ts';
import { refOf, titleOf } from '../../../model/entity.ts';
import type { AnyRecord } from '../../../model/record.ts';
import { formatMoney } from '../../../model/money.ts';
import { entityOf } from '../../../model/registry.ts';
import { count } from '../../../model/text/text.ts';
import { actions, button, escape, Message, picker, section, small } from '../../messages/blocks.ts';
import type { SlackRequest, Reply } from '../../slack-context.ts';
import { cellOf } from '../../views/cells.ts';
import { named } from '../../views/lines.ts';
import { behind, changeOf, wordsOf } from './moved-view.ts';
import { showContext } from '../../views/show-context.ts';
import { showDay, showValue, type ShowContext } from '../../views/values.ts';

const deal = entityOf('deal');
const PER_PAGE = 15;
const MOST_WORDS = 1900;

/** Bars where the close matters more than the amount. */
const byClose = (bar: BarKey): boolean => bar === 'pulledIn' || bar === 'slipped';

interface MovedRow {
  then: string;
  now: string;
}

const amountOf = (minor: number | null, { currency }: Moved, locale: string): string =>
  minor === null ? '–' : formatMoney(minor, currency, locale);

/** The old and new value: amount or expected close. */
const told = (moved: Moved, bar: BarKey, one: MovedDeal, context: ShowContext): MovedRow => {
  if (!byClose(bar))
    return { then: amountOf(one.then, moved, context.locale), now: amountOf(one.now, moved, context.locale) };
  const day = (value: unknown): string => (typeof value === 'string' ? showDay(value, context) : '–');
  return { then: day(one.closeThen), now: day(one.record['closeOn']) };
};

const changeIn = (moved: Moved, { then, now }: MovedDeal, locale: string): string =>
  changeOf((now ?? 0) - (then ?? 0), moved.currency, locale);

const tableOf = (
  moved: Moved,
  bar: BarKey,
  deals: readonly MovedDeal[],
  context: ShowContext & { timeZone: string },
): DataTableBlock => {
  const text = (words: string) => ({ type: 'raw_text' as const, text: words });
  const columns = ['name', 'customer', 'stage', 'owner'];
  const head = ['ID', ...columns.map((name) => deal.fields[name]?.label ?? name), 'Then', 'Now', 'Change'];
  const row = (one: MovedDeal) => {
    const { then, now } = told(moved, bar, one, context);
    const change = {
      type: 'raw_number' as const,
      value: (one.now ?? 0) - (one.then ?? 0),
      text: changeIn(moved, one, context.locale),
    };
    return [
      text(refOf(deal, one.record.id)),
      ...columns.map((name) => cellOf(deal, one.record, name, context)),
      text(then),
      text(now),
      change,
    ];
  };
  return {
    type: 'data_table',
    caption: BARS[bar].label,
    page_size: PER_PAGE,
    row_header_column_index: 1,
    rows: [head.map(text), ...deals.map(row)],
  };
};

const isGone = (record: AnyRecord, bar: BarKey): boolean =>
  record.deletedAt !== null || bar === 'removed' || bar === 'merged';

const rowOf = (moved: Moved, bar: BarKey, one: MovedDeal, context: ShowContext): KnownBlock => {
  const { then, now } = told(moved, bar, one, context);
  const owner = showValue(deal, one.record, 'owner', context);
  const change = byClose(bar) && one.now === one.then ? '' : ` · *${changeIn(moved, one, context.locale)}*`;
  const text = section(`${named(deal, one.record)}\n${escape(then)} → ${escape(now)}${change} · ${owner}`);
  const ref = refOf(deal, one.record.id);
  return {
    ...text,
    accessory: isGone(one.record, bar) ? button('History', 'history', ref) : button('Show', 'show', ref),
  };
};

const openMenu = (bar: BarKey, deals: readonly MovedDeal[]): KnownBlock =>
  actions(
    picker(
      'Show a deal',
      deals.some(({ record }) => isGone(record, bar)) ? 'history' : 'show',
      deals.map(({ record }) => ({
        text: `${refOf(deal, record.id)} · ${titleOf(deal, record)}`,
        words: refOf(deal, record.id),
      })),
    ),
  );

/** A page of the deals behind a bar, the largest change first. @param wanted from 1 */
export async function movedDealsReply(
  request: SlackRequest,
  asked: MovedAsked,
  moved: Moved,
  bar: BarKey,
  wanted: number,
): Promise<Reply> {
  const all = moved.deals[bar];
  const pages = Math.max(1, Math.ceil(all.length / PER_PAGE));
  const page = Math.min(Math.max(1, wanted || 1), pages);
  const deals = all.slice((page - 1) * PER_PAGE, page * PER_PAGE);
  const context = await showContext(request, [{ entity: deal, records: deals.map(({ record }) => record) }]);
  const words = await shorten(request.slack.crm, wordsOf(asked), MOST_WORDS);
  const to = (label: string, at: number) => button(label, 'moved-deals', `${bar} ${at} ${words}`);
  const { label, formula } = BARS[bar];
  const change = changeOf(moved.bars[bar].value, moved.currency, context.locale);
  const above = [section(`*${label}: ${count(behind(moved, bar), 'deal')}, ${change}*\n${escape(formula)}`)];
  const mayExport = atLeast(request.actor.role, ABILITIES.export.need);
  const below = [
    ...(pages > 1 ? [small(`Page ${page} of ${pages}`)] : []),
    actions(
      ...(page > 1 ? [to('◀ Previous', page - 1)] : []),
      ...(page < pages ? [to('Next ▶', page + 1)] : []),
      ...(mayExport && all.length > 0 ? [button('Download CSV', 'moved-deals-csv', `${bar} ${words}`)] : []),
      button('What moved', 'summary', `moved ${words}`),
    ),
  ];
  const title = `${label}: ${count(behind(moved, bar), 'deal')}`;
  const rows = deals.map((one) => rowOf(moved, bar, one, context));
  const table = [tableOf(moved, bar, deals, { ...context, timeZone: request.actor.timeZone }), openMenu(bar, deals)];
  const hasTable = deals.length > 0;
  return {
    kind: 'say',
    message: Message.of({ title, blocks: [...above, ...(hasTable ? table : []), ...below] }),
    plainer: Message.of({ title, blocks: [...above, ...rows, ...below] }),
  };
}
