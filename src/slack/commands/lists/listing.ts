import type { DataTableBlock, KnownBlock } from '@slack/types';
import { may } from '../../../model/roles.ts';
import { refOf, titleOf, type Entity } from '../../../model/entity.ts';
import type { AnyRecord } from '../../../model/record.ts';
import { count, cut } from '../../../model/text/text.ts';
import { shorten } from '../../../crm/search/index.ts';
import { pageOf, type Listing, type ListPage } from '../../../crm/lists/index.ts';
import { actions, button, Message, picker, section, small } from '../../messages/blocks.ts';
import type { SlackRequest, Reply } from '../../slack-context.ts';
import { inAskedColumns } from './asked-columns.ts';
import { cellOf, type CellContext } from '../../views/cells.ts';
import { filterInWords } from './filter-words.ts';
import { named } from '../../views/lines.ts';
import { showMoney } from '../../views/mask.ts';
import { showContext } from '../../views/show-context.ts';
import { typedWords } from '../../views/typed-words.ts';
import { showValue, type ShowContext } from '../../views/values.ts';

const PER_PAGE = 15;
/** Slack's buttons hold 2000 characters. */
const MOST_WORDS = 1900;

/** The blocks around the records of a page. */
export interface Frame {
  above: KnownBlock[];
  below: KnownBlock[];
}

/**
 * One page of a list: as a table, and as text for where Slack shows no tables.
 * @param page from 1
 * @param note what to say above it, such as under which name it was saved
 */
export async function listReply(
  request: SlackRequest,
  listing: Listing,
  page: number,
  { note = [], replace = false }: { note?: KnownBlock[]; replace?: boolean } = {},
): Promise<Reply> {
  const found = await pageOf(request.slack.crm, listing, page, PER_PAGE);
  if (found.total === 0) return { kind: 'say', message: await emptyList(request, listing, note), replace };
  const { entity, page: shown } = inAskedColumns(listing, found);
  const context = await showContext(request, [{ entity, records: shown.records }]);
  const frame = { above: [...note, heading(request, listing, shown)], below: await pager(request, listing, shown) };
  const title = count(shown.total, entity.name, entity.plural);
  return {
    kind: 'say',
    replace,
    message: Message.of({
      title,
      blocks: asTable(entity, shown, { ...context, timeZone: request.actor.timeZone }, frame),
    }),
    plainer: Message.of({ title, blocks: asText(entity, shown, context, frame) }),
  };
}

/** `1,204 deals · €1,200,000, weighted €400,000`, and beneath it the filter. */
const heading = ({ slack }: SlackRequest, { entity, words }: Listing, { total, sums }: ListPage): KnownBlock => {
  const reading = { locale: slack.crm.settings.locale, masked: slack.masked };
  const money = sums.map(({ currency, amount, weighted }) => {
    const [all, likely] = [amount, weighted].map((minor) => showMoney(minor, currency, reading));
    return `${all}, weighted ${likely}`;
  });
  const title = [`*${count(total, entity.name, entity.plural)}*`, ...money].join(' · ');
  return section(words === '' ? title : `${title}\n${typedWords(cut(words, 300))}`);
};

/** A page of records as Slack's table, with a menu that opens one of them. */
export function asTable(
  entity: Entity,
  { records }: ListPage,
  context: CellContext,
  { above, below }: Frame,
): KnownBlock[] {
  const head = ['ID', ...entity.list.columns.map((name) => entity.fields[name]?.label ?? name)];
  const table: DataTableBlock = {
    type: 'data_table',
    caption: `${entity.plural.charAt(0).toUpperCase()}${entity.plural.slice(1)}`,
    page_size: PER_PAGE,
    row_header_column_index: 1,
    rows: [
      head.map((label) => ({ type: 'raw_text', text: label })),
      ...records.map((record) => [
        { type: 'raw_text' as const, text: refOf(entity, record.id) },
        ...entity.list.columns.map((name) => cellOf(entity, record, name, context)),
      ]),
    ],
  };
  const options = records.map((record) => ({
    text: `${refOf(entity, record.id)} · ${titleOf(entity, record)}`,
    words: refOf(entity, record.id),
  }));
  return [
    ...above,
    table,
    actions(picker(`Show ${/^[aeiou]/.test(entity.name) ? 'an' : 'a'} ${entity.name}`, 'show', options)),
    ...below,
  ];
}

/** The same for where Slack shows no tables. */
export function asText(
  entity: Entity,
  { records }: ListPage,
  context: ShowContext,
  { above, below }: Frame,
): KnownBlock[] {
  return [...above, ...records.map((record) => row(entity, record, context)), ...below];
}

/** One record as text: its name, and beneath it the columns its entity declares. */
const row = (entity: Entity, record: AnyRecord, context: ShowContext): KnownBlock => {
  const columns = entity.list.columns
    .filter((name) => name !== entity.title && record[name] !== null)
    .map((name) => cut(showValue(entity, record, name, context), 200));
  return {
    ...section(`${named(entity, record)}\n${columns.join(' · ')}`),
    accessory: button('Show', 'show', refOf(entity, record.id)),
  };
};

/** What the buttons of a page carry: `deals 3 stage:won` is the third page of the deals that were won. */
const pager = async (
  { slack }: SlackRequest,
  { entity, words }: Listing,
  { page, pages }: ListPage,
): Promise<KnownBlock[]> => {
  if (pages === 1) return [];
  const kept = await shorten(slack.crm, words, MOST_WORDS);
  const to = (label: string, number: number) => button(label, 'page', `${entity.plural} ${number} ${kept}`.trim());
  return [
    small(`Page ${page.toLocaleString('en')} of ${pages.toLocaleString('en')}`),
    actions(
      ...(page > 2 ? [to('⏮ First', 1)] : []),
      ...(page > 1 ? [to('◀ Previous', page - 1)] : []),
      ...(page < pages ? [to('Next ▶', page + 1)] : []),
      ...(page < pages - 1 ? [to('Last ⏭', pages)] : []),
    ),
  ];
};

/** That nothing matches, and what the filter was understood to ask for. */
export async function nothingMatches(request: SlackRequest, { entity, filter }: Listing): Promise<string> {
  const { words, hint } = await filterInWords(request, entity, filter);
  if (words === '') return `There are no ${entity.plural} yet.`;
  return `No ${entity.plural} match: ${words}.${hint === null ? '' : `\n${hint}`}`;
}

const emptyList = async (request: SlackRequest, listing: Listing, note: KnownBlock[]): Promise<Message> => {
  const { entity, words } = listing;
  const text = await nothingMatches(request, listing);
  const mayAdd = may(entity.access, 'create', request.actor.role, true);
  const buttons = [
    ...(words ? [button(`All ${entity.plural}`, 'list', entity.plural)] : []),
    ...(mayAdd ? [button(`Add ${entity.name}`, 'add', entity.name)] : []),
  ];
  return Message.of({ blocks: [...note, section(text), ...(buttons.length > 0 ? [actions(...buttons)] : [])] });
};
