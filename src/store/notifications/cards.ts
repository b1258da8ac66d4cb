import type { CardStyle } from '../../model/subscriptions/display-options.ts';
import type { EntityWith } from '../../model/registry.ts';
import { AT_ONCE, inBatches } from '../batches.ts';
import type { Db } from '../dialect.ts';

/** What cards are about. */
export type CardEntity = EntityWith<'card'>;

/** Which card is meant: there is one for each record and channel. */
export interface CardKey {
  team: string;
  /** Slack channel id; a user id for a direct message. */
  channel: string;
  entity: CardEntity;
  recordId: number;
}

/** What is told of a record in a channel is told one after the other. */
export function orderingKeyOf(entity: CardEntity, recordId: number): string {
  return `${entity} ${recordId}`;
}

/** The record of a lane; null where it is none of one record. */
export function recordOfOrderingKey(lane: string): Pick<CardKey, 'entity' | 'recordId'> | null {
  const [, entity, id] = /^(deal|customer) (\d+)$/.exec(lane) ?? [];
  return entity === undefined ? null : { entity: entity as CardEntity, recordId: Number(id) };
}

/** A card that stands in Slack. */
export interface Card extends CardKey {
  id: number;
  /** The conversation it stands in; for a person it is not the id that was asked for. */
  postedIn: string;
  /** Its message's id. */
  ts: string;
  style: CardStyle;
  /** The payload of the update that it was posted with. */
  lead: string | null;
  /** A digest of what it shows. */
  shown: string | null;
  pinnedAt: string | null;
}

export type NewCard = Omit<Card, 'id' | 'pinnedAt'>;

type CardRow = Record<string, unknown>;

const toCard = (row: CardRow): Card => ({
  id: Number(row['id']),
  team: String(row['team']),
  channel: String(row['channel']),
  entity: row['entity'] as CardEntity,
  recordId: Number(row['record_id']),
  postedIn: String(row['posted_in']),
  ts: String(row['ts']),
  style: row['style'] as CardStyle,
  lead: row['lead'] as string | null,
  shown: row['shown'] as string | null,
  pinnedAt: row['pinned_at'] as string | null,
});

const whereKey = ({ recordId, team, channel, entity }: CardKey) => ({ team, channel, entity, record_id: recordId });

/** The card, as far as anybody knows it is there. */
export async function findCard(db: Db, key: CardKey): Promise<Card | null> {
  const row = (await db('cards').where(whereKey(key)).whereNull('gone_at').first()) as CardRow | undefined;
  return row ? toCard(row) : null;
}

export async function cardById(db: Db, id: number): Promise<Card | null> {
  const row = (await db('cards').where({ id }).whereNull('gone_at').first()) as CardRow | undefined;
  return row ? toCard(row) : null;
}

/** Remembers where a card was posted; one that was there before is forgotten. */
export async function keepCard(db: Db, card: NewCard, at: string): Promise<void> {
  const { postedIn, ts, style, lead, shown } = card;
  const place = { posted_in: postedIn, ts, style, lead, shown, pinned_at: null, gone_at: null, created_at: at };
  await db('cards')
    .insert({ ...whereKey(card), ...place })
    .onConflict(['team', 'channel', 'entity', 'record_id'])
    .merge(place);
}

/** @param ts of the message that shows it: another one that was posted meanwhile is left alone */
export async function markShown(db: Db, { id, ts }: Pick<Card, 'id' | 'ts'>, shown: string): Promise<void> {
  await db('cards').where({ id, ts }).update({ shown });
}

/** Somebody deleted the message, or it can't be reached any more. */
export async function markGone(db: Db, { id, ts }: Pick<Card, 'id' | 'ts'>, at: string): Promise<void> {
  await db('cards').where({ id, ts }).whereNull('gone_at').update({ gone_at: at });
}

/** What changed, as far as cards show it: ids of records. */
export interface ShownRecords {
  deals: readonly number[];
  /** Customers whose own cards show it. */
  customers: readonly number[];
  /** Whose deals show it: customers, owners and stages that are called otherwise now. */
  dealsOf: Readonly<Record<'customer_id' | 'owner_id' | 'stage_id', readonly number[]>>;
}

/** The cards that show any of it, each once, in the order of their ids. */
export async function cardsShowing(db: Db, { deals, customers, dealsOf }: ShownRecords): Promise<Card[]> {
  if (!(await db('cards').whereNull('gone_at').first('id'))) return [];
  const live = () => db('cards').whereNull('gone_at');
  const own = (entity: CardEntity) => (ids: readonly number[]) =>
    live().where({ entity }).whereIn('record_id', ids) as Promise<CardRow[]>;
  const rows = [
    ...(await inBatches(deals, AT_ONCE, own('deal'))),
    ...(await inBatches(customers, AT_ONCE, own('customer'))),
  ];
  for (const [column, ids] of Object.entries(dealsOf)) {
    const read = (some: readonly number[]) =>
      live().where({ entity: 'deal' }).whereIn('record_id', db('deals').whereIn(column, some).select('id')) as Promise<
        CardRow[]
      >;
    rows.push(...(await inBatches(ids, AT_ONCE, read)));
  }
  const once = new Map(rows.map((row) => [Number(row['id']), toCard(row)]));
  return [...once.values()].toSorted((a, b) => a.id - b.id);
}

/** Every card that stands in a channel. */
export async function cardsIn(db: Db, { team, channel }: { team: string; channel: string }): Promise<Card[]> {
  return ((await db('cards').where({ team, channel }).whereNull('gone_at').orderBy('id')) as CardRow[]).map(toCard);
}
