import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { runInTransaction } from '../../src/crm/records/run-in-transaction.ts';
import { merge } from '../../src/crm/duplicates/merge.ts';
import { remove } from '../../src/crm/records/mutations.ts';
import { TEAM } from '../../src/demo/cast.ts';
import type { EntityName, RecordRef } from '../../src/model/entity.ts';
import { oneOf } from '../../src/model/entity.ts';
import { entityOf } from '../../src/model/registry.ts';
import { readRef, REFERABLE, refText } from '../../src/model/typed-reference.ts';
import { COMMANDS } from '../../src/slack/commands/table.ts';
import { actorFor, given } from '../support/given.ts';
import { openHub, type Hub } from '../support/hub.ts';
import { raw } from '../support/raw.ts';
import { until } from '../support/until.ts';

jest.setTimeout(60_000);

/** A command or a button, and of what it may be about. */
interface Case {
  words: (ref: string) => string;
  takes: readonly EntityName[];
  /** What it takes beside records that are there: what took the place of merged ones, or the past itself. */
  also?: 'survivors' | 'past';
}

const about = (verb: string, takes: readonly EntityName[], rest = '', also?: Case['also']): [string, Case] => [
  verb,
  { words: (ref) => `${verb} ${ref} ${rest}`.trim(), takes, ...(also && { also }) },
];

const TYPED = new Map<string, Case>([
  about('show', REFERABLE, '', 'survivors'),
  about('edit', REFERABLE),
  about('delete', REFERABLE),
  about('find', REFERABLE),
  about('history', REFERABLE, '', 'past'),
  about('why', ['deal', 'customer', 'interaction'], '', 'past'),
  about('stage', ['deal'], 'qualified'),
  about('won', ['deal']),
  about('lost', ['deal']),
  about('mute', ['deal']),
  about('unmute', ['deal']),
  about('next', ['customer', 'deal'], 'friday call them'),
  about('link', ['customer', 'deal']),
  about('log', ['customer', 'contact', 'deal'], '', 'survivors'),
  about('erase', ['contact'], '', 'past'),
  about('merge', ['deal'], 'D-14'),
  about('settings person', ['employee'], '', 'past'),
  about('settings role', ['employee']),
]);

const PRESSED = new Map<string, Case>([
  about('owner', ['deal']),
  ['card', { words: (ref) => `card stage ${ref} proposal`, takes: ['deal'] }],
  about('done', ['followUp']),
  about('share', ['interaction']),
  about('use', REFERABLE, '', 'survivors'),
  about('history-page', REFERABLE, '1', 'past'),
  about('hand-over', ['employee'], '', 'past'),
  about('absorb', ['deal'], 'D-14'),
  about('restore', REFERABLE, '', 'past'),
  about('delete-now', REFERABLE),
  about('erase-now', ['contact'], '', 'past'),
]);

/** So many records of each entity: whatever id of one is typed, the others have a record of that number. */
const MANY = 14;
/** Number of the one that is deleted, and of the one that is merged away: not the same for any two entities. */
const DELETED: Readonly<Partial<Record<EntityName, number>>> = {
  ...{ customer: 2, contact: 4, deal: 6, interaction: 8, employee: 10, followUp: 12 },
};
const MERGED: Readonly<Partial<Record<EntityName, number>>> = { customer: 3, contact: 5, deal: 7 };

const IDS: readonly string[] = REFERABLE.flatMap((entity) =>
  [MANY, DELETED[entity] ?? 0, ...(MERGED[entity] === undefined ? [] : [MERGED[entity]]), 999].map((id) =>
    refText({ entity, id }),
  ),
);

let hub: Hub;
const knex = () => hub.crm.database.db;
const tableOf = ({ entity }: RecordRef): string => entityOf(entity).table;

beforeAll(async () => {
  hub = await openHub();
  const { ana, ruth } = hub;
  for (let n = 1; n <= MANY; n += 1) {
    const [customer, contact, deal] = [n, n, n];
    await given(hub, ana, 'customer', { name: `Firm ${n}` });
    await given(hub, ana, 'contact', { name: `Person ${n}`, customer });
    await given(hub, ana, 'deal', { name: `Sale ${n}`, customer, contact, amount: '10k' });
    await given(hub, ana, 'interaction', { what: `Talk ${n}`, customer, contact, deal });
    await given(hub, ana, 'followUp', { what: `Step ${n}`, customer, deal, dueOn: '2026-11-20' });
    if (n > 4) await given(hub, ruth, 'employee', { name: `Colleague ${n}` });
  }
  const by = await actorFor(hub, ruth);
  for (const entity of ['contact', 'deal', 'customer'] as const) {
    const other = MERGED[entity] ?? 0;
    // Contacts and deals of two customers stay two.
    if (entity !== 'customer') await knex()(entityOf(entity).table).where({ id: other }).update({ customer_id: 1 });
    await merge({ crm: hub.crm, actor: by, origin: { source: 'app' } }, { entity, keep: 1, other });
  }
  for (const entity of REFERABLE) {
    const gone = { entity, id: DELETED[entity] ?? 0 };
    await runInTransaction({ crm: hub.crm, actor: by, origin: { source: 'app' } }, async (tx) => ({
      gone: await remove(tx, gone),
    }));
  }
});
afterAll(() => hub.end());

type State = 'there' | 'deleted' | 'merged' | 'missing';

const stateOf = async (ref: RecordRef): Promise<State> => {
  const row = (await knex()(tableOf(ref)).where({ id: ref.id }).first()) as Record<string, unknown> | undefined;
  if (!row) return 'missing';
  if (row['deleted_at'] === null) return 'there';
  return row['merged_into_id'] == null ? 'deleted' : 'merged';
};

/** Every record that people can name, and what says something of one. */
const everything = async (): Promise<Map<string, string>> => {
  const kept = new Map<string, string>();
  for (const entity of REFERABLE)
    for (const row of (await knex()(entityOf(entity).table)) as { id: number }[])
      kept.set(refText({ entity, id: row.id }), JSON.stringify(row));
  for (const row of (await knex()('muted_deals')) as { deal_id: number }[])
    kept.set(`mute of D-${row.deal_id}`, JSON.stringify(row));
  for (const { entity, record_id: id } of (await knex()('rooms')) as { entity: EntityName; record_id: number }[])
    kept.set(`room of ${refText({ entity, id })}`, '');
  return kept;
};

/** What differs, but for what is said of that record: itself, its mute, its room, and what was planned for it. */
const changesBeside = (ref: string, before: Map<string, string>, after: Map<string, string>): string[] => {
  const changed = [...new Set([...before.keys(), ...after.keys()])].filter((key) => before.get(key) !== after.get(key));
  const named = readRef(ref);
  const isPlannedFor = (key: string): boolean => {
    const row = JSON.parse(after.get(key) || '{}') as Record<string, unknown>;
    const [field, other] = named?.entity === 'deal' ? ['deal_id', named.id] : ['customer_id', named?.id];
    return (
      key.startsWith('F-') &&
      !before.has(key) &&
      row[field as string] === other &&
      (named?.entity === 'deal' || row['deal_id'] === null)
    );
  };
  const mine = new Set([ref, `mute of ${ref}`, `room of ${ref}`]);
  // A channel is about one record: the one before makes room.
  const wasRoom = (key: string): boolean =>
    key.startsWith('room of ') && !after.has(key) && after.has(`room of ${ref}`);
  return changed.filter((key) => !mine.has(key) && !isPlannedFor(key) && !wasRoom(key));
};

/** What the answer has to say. */
const expected = async (ref: RecordRef, { takes, also }: Case): Promise<RegExp> => {
  const text = refText(ref);
  const state = await stateOf(ref);
  if (state === 'missing') return new RegExp(`${text} wasn’t found`);
  const isTaken = takes.includes(ref.entity);
  const isPast = also === 'past';
  if (state === 'deleted' && !isPast) return new RegExp(`\\(${text}\\) was deleted. You can restore it[^]*\nHistory`);
  if (state === 'merged' && also === undefined) return new RegExp(`\\(${text}\\) was merged into [^]*\nShow `);
  if (isTaken) return /^(?![^]*(wasn’t found|This command needs|\. (Its|Their) [a-z ]+:))/;
  const named = state === 'merged' && also === 'survivors' ? '[CPD]-1' : text;
  return new RegExp(
    `${named} is ${oneOf(entityOf(ref.entity))}\\b[^]*(Search with /crm find|\n[A-Z][a-z-]+\n?|can merge)`,
  );
};

/** What each of the ids was answered with where that was wrong, and what it changed beside the record that it names. */
const wrongs = async (one: Case, request: (words: string) => Promise<string>): Promise<unknown[]> => {
  const found: unknown[] = [];
  for (const text of IDS) {
    const ref = readRef(text) as RecordRef;
    const wanted = await expected(ref, one);
    const before = await everything();
    const answer = await request(one.words(text));
    const changed = changesBeside(text, before, await everything());
    if (!wanted.test(answer) || changed.length > 0) found.push([text, wanted, answer, changed]);
  }
  return found;
};

test.each([...TYPED])(
  '/crm %s with an id of any type changes no other record, and says what it is',
  async (_verb, one) => {
    const request = async (words: string): Promise<string> => {
      await hub.ruth.slash(`/crm ${words}`, { in: 'deals' });
      const seen = hub.ruth.sees();
      await hub.ruth.cancel({ all: true }).catch(() => undefined);
      return seen;
    };
    expect(await wrongs(one, request)).toEqual([]);
  },
);

/** Presses a button that stands in no message: an old one, say, or one that somebody made up. */
const press = async (words: string): Promise<string> => {
  const { credentials, record } = hub.practice.workspace;
  const [verb = '', ...rest] = words.split(' ');
  const value = rest.join(' ');
  const calls = record.calls.length;
  const payload = {
    type: 'block_actions',
    user: { id: hub.ruth.id },
    team: { id: TEAM.id, domain: '' },
    trigger_id: `T${calls}.${words}`,
    channel: { id: 'C0DEALS', name: 'deals' },
    container: { type: 'message' },
    response_url: `${hub.practice.url}/hooks/none`,
    actions: [{ type: 'button', action_id: `verb:${verb}:${value}`, block_id: 'b', value }],
  };
  await raw(
    { url: `${hub.practice.url}/slack/events`, signingSecret: credentials.signingSecret },
    { body: new URLSearchParams({ payload: JSON.stringify(payload) }).toString() },
  );
  // No window opens for a trigger that Slack never gave out, so whatever the answer is, it is said in private, or shared.
  const places = verb === 'share' ? [hub.ruth.id, 'C0DEALS'] : [hub.ruth.id];
  const isAnswer = (place: unknown): boolean => places.some((one) => one === place);
  const answer = () =>
    record.calls.slice(calls).find(({ args }) => args['text'] && (isAnswer(args['channel']) || isAnswer(args['user'])));
  return textsIn((await until(answer))?.args).join('\n');
};

const textsIn = (value: unknown): string[] => {
  if (typeof value === 'string') return /^[[{]/.test(value) ? textsIn(JSON.parse(value)) : [];
  if (Array.isArray(value)) return value.flatMap(textsIn);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, one]) =>
    key === 'text' && typeof one === 'string' ? [one.replace(/[*`]/g, '')] : textsIn(one),
  );
};

test.each([...PRESSED])('the button %s with an id of any type does the same', async (_verb, one) => {
  expect(await wrongs(one, press)).toEqual([]);
});

test('every command that takes a reference is among them', () => {
  const taking = COMMANDS.filter(({ usage }) => /<ref>|<contact>|\[customer, deal or text\]/.test(usage ?? ''));
  expect(taking.map(({ name }) => name).filter((name) => !TYPED.has(name))).toEqual([]);
});
