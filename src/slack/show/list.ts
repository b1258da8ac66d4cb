import type { KnownBlock } from '@slack/types';
import { refOf, titleOf, type AnyRecord, type Entity } from '../../model/entity.ts';
import { count, cut } from '../../model/words.ts';
import { listRecords } from '../../crm/list.ts';
import { actions, button, escape, header, section, small, type Message } from '../blocks.ts';
import type { Ask } from '../desk.ts';
import { named } from './lines.ts';
import { showContext } from './show-context.ts';
import { showValue, type ShowContext } from './values.ts';

const PER_PAGE = 10;

/** One record in a list: its name, and beneath it the columns its entity declares. */
const row = (entity: Entity, record: AnyRecord, context: ShowContext): KnownBlock => {
  const columns = entity.list.columns
    .filter((name) => name !== entity.title && record[name] !== null)
    .map((name) => cut(showValue(entity, record, name, context), 200));
  return {
    ...section(`${named(entity, record)}\n${columns.join(' · ')}`),
    accessory: button('Show', 'show', refOf(entity, record.id)),
  };
};

/** What the buttons of a page carry: `deals 3 acme` is the third page of the deals with "acme" in them. */
const pageWords = (entity: Entity, page: number, words: string): string =>
  cut(`${entity.plural} ${page} ${words}`.trim(), 200);

/** One page of a list. @param page from 1 */
export const listMessage = async (ask: Ask, entity: Entity, words: string, page: number): Promise<Message> => {
  const options = { words, offset: (page - 1) * PER_PAGE, limit: PER_PAGE };
  const { records, total } = await listRecords(ask.desk.crm, ask.actor, entity, options);
  const context = await showContext(ask, [{ entity, records }]);
  const pages = Math.max(1, Math.ceil(total / PER_PAGE));
  const what = `${count(total, entity.name, entity.plural)}${words ? ` with “${cut(words, 60)}”` : ''}`;
  if (total === 0) return emptyList(entity, words);
  return {
    text: escape(what),
    blocks: [
      header(what.charAt(0).toUpperCase() + what.slice(1)),
      ...records.map((record) => row(entity, record, context)),
      small(`Page ${page} of ${pages}`),
      ...pager(entity, page, pages, words),
    ],
  };
};

const pager = (entity: Entity, page: number, pages: number, words: string): KnownBlock[] => {
  const buttons = [
    ...(page > 1 ? [button('◀ Previous', 'page', pageWords(entity, page - 1, words))] : []),
    ...(page < pages ? [button('Next ▶', 'page', pageWords(entity, page + 1, words))] : []),
  ];
  return buttons.length > 0 ? [actions(...buttons)] : [];
};

const emptyList = (entity: Entity, words: string): Message => {
  const text = words ? `No ${entity.plural} match “${escape(cut(words, 60))}”.` : `There are no ${entity.plural} yet.`;
  return { text, blocks: [section(text), actions(button(`Add ${entity.name}`, 'add', entity.name))] };
};

/**
 * Several records of any kind, each with a button: search results, or the candidates of an ambiguous name.
 * @param choose what a button does: its verb, and the words that follow it for the record it stands beside
 */
export const foundMessage = async (
  ask: Ask,
  intro: string,
  found: readonly { entity: Entity; record: AnyRecord }[],
  choose: { verb: string; again: (ref: string) => string } = { verb: 'show', again: (ref) => ref },
): Promise<Message> => {
  const context = await showContext(
    ask,
    found.map(({ entity, record }) => ({ entity, records: [record] })),
  );
  const line = (entity: Entity, record: AnyRecord): string => {
    const columns = entity.list.columns
      .filter((name) => name !== entity.title && record[name] !== null)
      .slice(0, 3)
      .map((name) => cut(showValue(entity, record, name, context), 120));
    return `${entity.icon} ${named(entity, record)}\n${columns.join(' · ')}`;
  };
  const label = choose.verb.charAt(0).toUpperCase() + choose.verb.slice(1);
  return {
    text: intro,
    blocks: [
      section(intro),
      ...found.map(({ entity, record }): KnownBlock => ({
        ...section(line(entity, record)),
        accessory: button(label, choose.verb, choose.again(refOf(entity, record.id))),
      })),
    ],
  };
};

export const titleInQuotes = (entity: Entity, record: AnyRecord): string =>
  `“${escape(cut(titleOf(entity, record), 100))}”`;
