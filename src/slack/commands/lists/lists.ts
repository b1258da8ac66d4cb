import type { KnownBlock } from '@slack/types';
import { isOwn } from '../../../model/access.ts';
import { refOf, type Entity, type RecordRef } from '../../../model/entity.ts';
import type { AnyRecord } from '../../../model/record.ts';
import { entityCalled, entityOf, RECORDS } from '../../../model/registry.ts';
import { NotFound, Unclear } from '../../../model/errors.ts';
import { listLineFor, readListLine } from '../../../model/filter/list-line.ts';
import { cut, normalizeText } from '../../../model/text/text.ts';
import { unquoted } from '../../../model/text/marks.ts';
import { recordAccess } from '../../../crm/access/index.ts';
import { inFull } from '../../../crm/search/index.ts';
import {
  readListing,
  type Listing,
  forgetList,
  savedListCalled,
  savedListsFor,
  saveList,
  shareList,
} from '../../../crm/lists/index.ts';
import { actions, button, escape, say, section } from '../../messages/blocks.ts';
import { answer, type SlackRequest, type Reply } from '../../slack-context.ts';
import { listReply } from './listing.ts';
import { typedWords } from '../../views/typed-words.ts';
import type { Command } from '../command.ts';

const plurals = RECORDS.map((name) => entityOf(name).plural);
const savedLists = entityOf('savedList');

const split = (words: string): [string, string] => {
  const [, first = '', rest = ''] = /^\s*(\S*)\s*([\s\S]*)$/.exec(words) ?? [];
  return [first, rest.trim()];
};

/** The words of a saved list, with what was typed after it. */
const laidOver = (saved: AnyRecord, words: string): string => `${String(saved['words'])} ${words}`.trim();

/** Reads a list; `saved:"big ones"` stands for the words that were saved under that name. */
export async function readList(request: SlackRequest, entity: Entity, words: string): Promise<Listing> {
  const listing = await readListing(request, entity, words);
  if (listing.saved === null) return listing;
  const saved = await savedListCalled(request, listing.saved);
  const of = entityCalled(String(saved['of']));
  if (of !== entity)
    throw new Unclear(`“${String(saved['name'])}” is a list of ${String(saved['of'])}, not of ${entity.plural}.`);
  return { ...(await readListing(request, entity, laidOver(saved, listing.words))), save: listing.save };
}

/** What works in place of words that name no list. */
const unlisted = (words: string, { message }: NotFound): Unclear => {
  const line = listLineFor(words);
  return new Unclear(`${message} Use \`/crm list ${line ?? `<${plurals.join('|')}> [filters]`}\`.`);
};

/**
 * The list named by words that don't begin with a record type: a saved one (`"big ones"`), or one that is
 * written in another order (`my open deals`). A saved list of exactly that name goes first.
 */
const readNamed = async (request: SlackRequest, words: string): Promise<Listing> => {
  const name = unquoted(words);
  const line = readListLine(words);
  const saved = await savedListCalled(request, name).catch((error: unknown) => {
    if (!(error instanceof NotFound)) throw error;
    if (line) return null;
    throw unlisted(words, error);
  });
  if (line && (!saved || normalizeText(String(saved['name'])) !== normalizeText(name)))
    return readList(request, line.entity, line.words);
  const entity = entityCalled(String(saved?.['of'])) ?? entityOf('customer');
  return readListing(request, entity, saved ? laidOver(saved, '') : '');
};

/** Saves the list if asked to. @returns the note above the list */
const saveIfAsked = async (request: SlackRequest, { entity, words, save }: Listing): Promise<KnownBlock[]> => {
  if (save === null) return [];
  const { list, act } = await saveList(request, {
    name: save,
    of: entity,
    words,
  });
  const name = escape(String(list['name']));
  return [
    section(`:bookmark: Saved as *${name}*. Open it any time with \`/crm list "${name}"\`.`),
    actions(button('Share', 'share-list', refOf(savedLists, list.id)), button('Undo', 'undo', act)),
  ];
};

const list: Command = {
  name: 'list',
  past: true,
  also: ['ls', 'lists'],
  usage: `list <${plurals.join('|')}> [filters]`,
  words: 'filter',
  options: ['sort', 'save', 'saved'],
  examples: [
    ...['list my open deals', 'list deals stage:won,lost amount>10k sort:-amount', 'list won deals this month'],
    ...['list customers quiet:30d owner:me', 'list deals closing<=eom save:"this month"', 'list deals as-of:yesterday'],
  ],
  help: 'List records with filters and sorting: `list deals stage:won owner:me amount>10k sort:-amount save:"big ones"`.',
  run: async (request, words) => {
    const [word, rest] = split(words);
    if (word === '') return answer(await overview(request));
    const entity = entityCalled(word);
    const listing = entity ? await readList(request, entity, rest) : await readNamed(request, words);
    await recordAccess(request.slack.crm, request.actor, request.origin, { verb: 'list', entity: listing.entity.name });
    return listReply(request, listing, 1, { note: await saveIfAsked(request, listing) });
  },
};

/** Behind the buttons that leaf through a list: `deals 3 stage:won`. */
const page: Command = {
  name: 'page',
  past: true,
  run: async (request, words) => {
    const [word, rest] = split(words);
    const [number, filter] = split(rest);
    const entity = entityCalled(word);
    if (!entity) throw new Unclear(`“${cut(word, 60)}” isn’t a record type. Use \`/crm ${list.usage}\`.`);
    const listing = await readList(request, entity, await inFull(request.slack.crm, filter));
    await recordAccess(request.slack.crm, request.actor, request.origin, { verb: 'list', entity: entity.name });
    return listReply(request, listing, Number(number), { replace: true });
  },
};

/** Everything that can be listed: record types and saved lists. */
const overview = async (request: SlackRequest) => {
  const saved = await savedListsFor(request);
  const kinds = actions(
    ...plurals.map((plural) => button(plural.charAt(0).toUpperCase() + plural.slice(1), 'list', plural)),
  );
  const none = section(
    'No saved lists yet. Add `save:"a name"` to a list to save it: `/crm list deals is:open mine save:"my pipeline"`.',
  );
  return say(
    'What do you want to list?',
    kinds,
    ...(saved.length === 0 ? [none] : saved.slice(0, 20).flatMap((one) => savedRow(request, one))),
  );
};

const savedRow = (request: SlackRequest, saved: AnyRecord): KnownBlock[] => {
  const ref = refOf(savedLists, saved.id);
  const shared = saved['shared'] === 'all';
  const name = String(saved['name']);
  const own = isOwn(savedLists, saved, request.actor);
  const change = own
    ? [
        button(shared ? 'Make private' : 'Share', shared ? 'unshare-list' : 'share-list', ref),
        button('Delete', 'forget-list', ref),
      ]
    : [];
  const whose = own ? (shared ? ' · shared with everyone' : '') : ' · shared';
  return [
    section(
      `*${escape(name)}* · ${escape(String(saved['of']))}${whose}\n${typedWords(cut(String(saved['words']), 200))}`,
    ),
    actions(button('Show', 'list', `"${name}"`), ...change),
  ];
};

/** `L-3`, behind buttons alone. */
const listIn = (words: string): RecordRef<'savedList'> => ({
  entity: 'savedList',
  id: Number(/^L-(\d{1,15})$/i.exec(words.trim())?.[1] ?? 0),
});

const sharing = (name: string, withAll: boolean, say_: string): Command => ({
  name,
  run: async (request, words) => {
    const { list: shared, act } = await shareList(request, listIn(words), withAll);
    return answer(say(`:bookmark: *${escape(String(shared['name']))}* ${say_}`, actions(button('Undo', 'undo', act))));
  },
});

const forget: Command = {
  name: 'forget-list',
  run: async (request, words): Promise<Reply> => {
    const { list: gone, act } = await forgetList(request, listIn(words));
    return answer(
      say(`:wastebasket: Deleted the list *${escape(String(gone['name']))}*.`, actions(button('Undo', 'undo', act))),
    );
  },
};

export const listCommands: readonly Command[] = [
  list,
  page,
  sharing('share-list', true, 'is now shared with everyone.'),
  sharing('unshare-list', false, 'is now private.'),
  forget,
];
