import type { Entity } from '../model/entity.ts';
import type { AnyRecord } from '../model/record.ts';
import { normalizeText } from '../model/text/text.ts';
import { toRecord, type Row } from './columns.ts';
import { dialectOf, type Db } from './database.ts';
import { contains } from './filter.ts';
import { startOfTitle } from './order.ts';
import { matching, type ListOptions } from './records.ts';

/**
 * No search looks at more records than these: the first thousands that match are put in order, not all of a million.
 * Titles that begin with what is sought are looked up on their own, so the best are always among them.
 */
const MOST_RANKED = 2000;

/** How many records of each kind of likeness are held against a misspelt word. */
const MOST_GUESSED = 700;

const LAST = '\u{10ffff}';
const INDEXED = 60;

/** Entities whose words are indexed in pieces as well (see migrations/006_search.ts). */
const IN_PIECES: ReadonlySet<string> = new Set(['customers', 'contacts', 'deals', 'employees']);
/** The shortest piece that is indexed. */
const PIECE = 3;

/** Folded, taken apart at blanks, without commas at the ends. */
const wordsOf = (words: string): string[] =>
  normalizeText(words)
    .split(' ')
    .map((word) => word.replace(/^[,;]+|[,;]+$/g, ''))
    .filter(Boolean);

/** As the indexes take words apart. */
const tokensOf = (words: string): string[] => normalizeText(words).match(/[\p{L}\p{N}]+/gu) ?? [];

type Query = ReturnType<Db>;

/** Records whose title begins with these folded words, in the order of their titles. */
const beginning = (db: Db, entity: Entity, folded: string): Query => {
  const begin = [...folded].slice(0, INDEXED).join('');
  const start = startOfTitle(db);
  return matching(db, entity, { limit: 0 })
    .whereRaw(`${start} >= ? and ${start} < ?`, [begin, `${begin}${LAST}`])
    .orderByRaw(`${start}, id`);
};

/** Ids of records that have words beginning with each of the tokens. */
const idsWithWords = (db: Db, { table }: Entity, tokens: readonly string[], limit: number): Query =>
  dialectOf(db) === 'sqlite'
    ? db(`${table}_words`)
        .whereRaw(`${table}_words match ?`, [tokens.map((token) => `"${token}"*`).join(' ')])
        .limit(limit)
        .select('rowid')
    : db(table)
        .whereRaw(`crm_words(search_text) @@ to_tsquery('simple', ?)`, [
          tokens.map((token) => `'${token}':*`).join(' & '),
        ])
        .limit(limit)
        .select('id');

/** Ids of records in whose text each of the pieces occurs. */
const idsWithPieces = (db: Db, { table }: Entity, pieces: readonly string[], limit: number): Query => {
  if (dialectOf(db) === 'sqlite') {
    const query = pieces.map((piece) => `"${piece.replaceAll('"', '""')}"`).join(' AND ');
    return db(`${table}_pieces`).whereRaw(`${table}_pieces match ?`, [query]).limit(limit).select('rowid');
  }
  const query = db(table).limit(limit).select('id');
  for (const piece of pieces) {
    void query.whereRaw(String.raw`search_text like ? escape '\'`, [`%${piece.replace(/[\\%_]/g, String.raw`\$&`)}%`]);
  }
  return query;
};

/** Narrows to records in whose text every word occurs as it was written. */
const withAll = (db: Db, query: Query, { table }: Entity, words: readonly string[]): Query => {
  for (const word of words) void query.whereRaw(contains(`${table}.search_text`, dialectOf(db)), [word]);
  return query;
};

const NEWEST = 'updated_at desc, id desc';

const collect = async (entity: Entity, limit: number, queries: readonly Query[]): Promise<AnyRecord[]> => {
  const found = new Map<number, AnyRecord>();
  for (const query of queries) {
    if (found.size >= limit) break;
    for (const row of (await query.limit(limit)) as Row[]) {
      const record = toRecord(entity, row);
      if (!found.has(record.id)) found.set(record.id, record);
    }
  }
  return [...found.values()].slice(0, limit);
};

/** Words to begin with stand above words within, and newer records above older ones. */
const within = (db: Db, entity: Entity, words: readonly string[], ids: Query): Query =>
  withAll(db, matching(db, entity, { limit: 0 }).whereIn('id', ids), entity, words).orderByRaw(NEWEST);

/**
 * Records in which all of the words occur: first those whose title begins with them, then those that have words
 * beginning with them, then those that have them anywhere.
 * @returns at most `limit` records
 */
export async function searchRecords(db: Db, entity: Entity, options: ListOptions): Promise<AnyRecord[]> {
  const { words: typed = '', limit } = options;
  const words = wordsOf(typed);
  const tokens = tokensOf(typed);
  // The records of one customer are few: they are looked through as they are.
  if (options.where || words.length === 0) {
    const { words: _words, ...rest } = options;
    const narrowed = withAll(db, matching(db, entity, rest), entity, words);
    return collect(entity, limit, [
      narrowed.orderByRaw(`case when ${startsWith(db)} then 0 else 1 end, ${NEWEST}`, [normalizeText(typed)]),
    ]);
  }
  const pieces = words.filter((word) => word.length >= PIECE);
  return collect(entity, limit, [
    beginning(db, entity, normalizeText(typed)),
    ...(tokens.length > 0 ? [within(db, entity, words, idsWithWords(db, entity, tokens, MOST_RANKED))] : []),
    ...(pieces.length > 0 && IN_PIECES.has(entity.table)
      ? [within(db, entity, words, idsWithPieces(db, entity, pieces, MOST_RANKED))]
      : []),
    ...(tokens.length === 0 && pieces.length === 0 ? [within(db, entity, words, db(entity.table).select('id'))] : []),
  ]);
}

const startsWith = (db: Db): string =>
  dialectOf(db) === 'sqlite' ? 'instr(search_text, ?) = 1' : 'strpos(search_text, ?) = 1';

/**
 * Records that may be meant by a misspelt word: those that have its beginning, its first half or its second one.
 * @returns ids with the beginning of what is searched, about 2000 at most; how near they are is for the caller to judge
 */
export async function lookalikes(db: Db, entity: Entity, word: string): Promise<{ id: number; text: string }[]> {
  const letters = [...word];
  const half = Math.ceil(letters.length / 2);
  const parts = [letters.slice(0, half).join(''), letters.slice(-half).join('')].filter((part) => part.length >= PIECE);
  const queries = [
    idsWithWords(db, entity, [letters.slice(0, letters.length < 6 ? 1 : 2).join('')], MOST_GUESSED),
    ...(IN_PIECES.has(entity.table) ? parts.map((part) => idsWithPieces(db, entity, [part], MOST_GUESSED)) : []),
  ];
  const found = new Map<number, string>();
  for (const ids of queries) {
    const rows = await matching(db, entity, { limit: 0 })
      .whereIn('id', ids)
      .select<{ id: number; text: string }[]>('id', db.raw('substr(search_text, 1, 200) as text'));
    for (const { id, text } of rows) found.set(id, text);
  }
  return [...found].map(([id, text]) => ({ id, text }));
}
