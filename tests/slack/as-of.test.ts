import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { runInTransaction } from '../../src/crm/records/run-in-transaction.ts';
import { edit, remove, type Input } from '../../src/crm/records/mutations.ts';
import { merge } from '../../src/crm/duplicates/merge.ts';
import type { EntityName } from '../../src/model/entity.ts';
import { actorFor, given } from '../support/given.ts';
import { openHub, type Hub } from '../support/hub.ts';
import type { Message } from '../../src/practice/protocol.ts';
import type { Person } from '../support/person.ts';
import { readMessage } from '../support/reading.ts';
import { until } from '../support/until.ts';

let hub: Hub;
let maya: Person;
let answered: string[][];
const ids = new Map<string, number>();
const id = (name: string): number => ids.get(name) ?? 0;

const QUESTIONS = [
  'summary',
  'summary last month',
  'list deals sort:name',
  'list customers',
  'list deals owner:ben amount>1k',
];

const make = async (owner: Person, entity: EntityName, input: Input): Promise<void> => {
  const { id: made } = await given(hub, owner, entity, input);
  ids.set(String(input['name'] ?? input['what']), made);
};

const change = async (entity: EntityName, name: string, input: Input): Promise<void> => {
  const actor = await actorFor(hub, hub.ruth);
  await runInTransaction({ crm: hub.crm, actor, origin: { source: 'app' } }, (tx) =>
    edit(tx, { entity, id: id(name) }, input),
  );
};

/** How many messages there were when Maya asked last. */
let before = 0;
/** What she was told since, without that it is being worked on. */
const told = (): Message[] =>
  maya
    .messages('sales')
    .slice(before)
    .filter(({ text }) => !/^(Preparing|Loading) /.test(text));
const read = (message: Message): string => readMessage(message, maya.driver.snapshot());

/** What Maya reads as the answer, once it is there with its charts. */
const asks = async (command: string): Promise<string> => {
  before = maya.messages('sales').length;
  await maya.slash(`/crm ${command}`, { in: 'sales' });
  const answer = read(await until(() => told()[0]!));
  if (answer.includes('Charts will follow')) await until(() => told().length === 2);
  return answer;
};

/** The lines of the last answer, without what it says of the moment at which it was given, and without buttons. */
const core = (): string[] =>
  told()
    .map((message) => ({
      ...message,
      blocks: message.blocks
        .filter(({ type }) => type !== 'actions')
        .map(({ accessory: _accessory, ...block }) => block as (typeof message.blocks)[number]),
    }))
    .flatMap((message) => read(message).split('\n'))
    .filter((line) => !/^(Data as of|:rewind:|Changed )/.test(line));

beforeAll(async () => {
  hub = await openHub();
  ({ maya } = hub);
  hub.crm.at('2026-11-17T10:00:00Z');
  await make(hub.ana, 'customer', { name: 'Acme' });
  await make(hub.ana, 'customer', { name: 'Acme Twin' });
  await make(hub.ana, 'contact', { name: 'Tilda Swan', customer: id('Acme'), email: 'tilda@acme.example' });
  await make(hub.ana, 'deal', { name: 'Rollout', customer: id('Acme'), amount: '12k', contact: id('Tilda Swan') });
  await make(hub.ben, 'deal', { name: 'Pilot', customer: id('Acme Twin'), amount: '3,400' });
  await make(hub.ben, 'deal', { name: 'Small', customer: id('Acme Twin'), amount: '34' });
  await make(hub.ana, 'interaction', { customer: id('Acme'), deal: id('Rollout'), what: 'They called.' });
  hub.crm.at('2026-11-17T20:00:00Z');
  answered = [];
  for (const question of [...QUESTIONS, `show D-${id('Rollout')}`]) {
    await asks(question);
    answered.push(core());
  }
  hub.crm.at('2026-11-20T10:00:00Z');
  await change('deal', 'Rollout', { amount: '99k', stage: 3, name: 'Rollout, renamed' });
  await change('deal', 'Pilot', { stage: 5 });
  const ruth = await actorFor(hub, hub.ruth);
  await runInTransaction({ crm: hub.crm, actor: ruth, origin: { source: 'app' } }, (tx) =>
    edit(tx, { entity: 'stage', id: 1 }, { name: 'Fresh' }),
  );
  await runInTransaction({ crm: hub.crm, actor: ruth, origin: { source: 'app' } }, (tx) =>
    edit(tx, { entity: 'settings', id: 1 }, { currency: 'USD', locale: 'de-DE' }),
  );
  await runInTransaction({ crm: hub.crm, actor: ruth, origin: { source: 'app' } }, (tx) =>
    remove(tx, { entity: 'deal', id: id('Small') }),
  );
  await merge(
    { crm: hub.crm, actor: ruth, origin: { source: 'app' } },
    { entity: 'customer', keep: id('Acme'), other: id('Acme Twin') },
  );
  await make(hub.ana, 'deal', { name: 'Later', customer: id('Acme'), amount: '1m' });
  await make(hub.ana, 'deal', { name: 'Came and went', customer: id('Acme'), amount: '1m' });
  await runInTransaction({ crm: hub.crm, actor: ruth, origin: { source: 'app' } }, (tx) =>
    remove(tx, { entity: 'deal', id: id('Came and went') }),
  );
  hub.crm.at('2026-11-25T10:00:00Z');
});
afterAll(() => hub.end());

test.each([...QUESTIONS.entries()])(
  'question %i: “%s” is answered as it was that day, after everything changed',
  async (index, question) => {
    const then = await asks(`${question} as-of:2026-11-17`);
    expect(then).toContain('As of the end of');
    expect(core()).toEqual(answered[index]);
    await asks(question);
    expect(core()).not.toEqual(answered[index]);
  },
  60_000,
);

test('a record is shown as it was, with nothing to change it by, and leads to how it is now', async () => {
  const then = await asks(`show D-${id('Rollout')} as-of:2026-11-17`);
  expect(core()).toEqual(answered.at(-1));
  expect(then).toContain('€12,000');
  for (const label of ['Edit', 'Delete', 'Log']) expect(then.split('\n')).not.toContain(label);
  await maya.click('Show today');
  await until(() => maya.sees().includes('Rollout, renamed'));
});

test('buttons of the past stay in it: the deals of a list, its pages, the history', async () => {
  for (let at = 1; at <= 16; at += 1) await given(hub, hub.ana, 'customer', { name: `More ${at}` });
  hub.crm.at('2026-11-27T10:00:00Z');
  await asks('list customers sort:-created as-of:2026-11-25');
  await maya.click('Next ▶');
  await until(() => maya.sees().includes('Page 2 of'));
  expect(maya.sees()).toContain('As of the end of');
  await asks(`show D-${id('Rollout')} as-of:2026-11-17`);
  await maya.click('History');
  await until(() => maya.sees().includes('1 change, newest first'));
  hub.crm.at('2026-11-25T10:00:00Z');
});

test('records that were not there yet, or not any more, are told as of then', async () => {
  expect(await asks(`show D-${id('Later')} as-of:2026-11-17`)).toContain('wasn’t found. Search with /crm find.');
  expect(await asks(`show D-${id('Came and went')} as-of:2026-11-17`)).toContain(
    'wasn’t found. Search with /crm find.',
  );
  expect(await asks(`show D-${id('Came and went')} as-of:2026-11-20`)).toContain('was deleted');
  expect(await asks(`show D-${id('Small')} as-of:2026-11-17`)).toContain('€34');
  expect(await asks(`show C-${id('Acme Twin')} as-of:2026-11-17`)).toContain('Acme Twin');
});

test('a name that two have leads to the one of that day', async () => {
  expect(await asks('show Acme as-of:2026-11-17')).toContain('Acme · C-1');
  await asks('show Acm as-of:2026-11-17');
  expect(maya.sees()).toContain('Which one?');
  await maya.click('Show');
  await until(() => maya.sees().includes('As of') && maya.sees().includes('Website'));
});

test('what moved, and the file of an export, can be asked of a day too', async () => {
  const moved = await asks('summary moved since:2026-11-17 as-of:2026-11-17');
  expect(moved).toContain('Open pipeline rose by €15,434');
  await asks('export deals as-of:2026-11-17');
  await until(() => maya.reads('app').some((text) => text.includes('3 deals. Only you see it.')));
});

test('nothing is changed in the past: what comes by itself is of the present', async () => {
  expect(await asks('summary as-of:2026-11-17 every:monday 9:00')).toContain('You can’t change an earlier day.');
});

test('a summary of a past is shared with what it is', async () => {
  await asks('summary as-of:2026-11-17');
  await maya.click('Share');
  await until(() => hub.ben.reads('sales').some((text) => text.includes('shared by @maya')));
  expect(hub.ben.reads('sales').findLast((text) => text.includes('shared by'))).toContain('As of the end of');
});

describe('what cannot be answered says why', () => {
  test.each([
    ['as-of:2027-01-01', 'is in the future'],
    ['as-of:this-month', 'is in the future'],
    ['as-of:sometimes', '“sometimes” isn’t a date'],
    ['as-of:2026-02-30', 'isn’t a date'],
    ['as-of:', 'isn’t a date'],
    ['as-of:2019-01-01', 'No history for 2019-01-01: the audit log starts on 2026-11-16'],
  ])('list deals %s', async (words, why) => {
    await maya.slash(`/crm list deals ${words}`, { in: 'sales' });
    expect(maya.sees()).toContain(why);
  });

  test('today needs no looking back', async () => {
    expect(await asks('list customers as-of:today')).not.toContain('As of');
  });

  test('a filter that means nothing then is pointed at', async () => {
    expect(await asks('list deals stage:fresh as-of:2026-11-17')).toContain('fresh');
    expect(await asks('list deals stage:lead as-of:2026-11-17')).toContain('3 deals');
  });

  test('a guest gets nothing of any day', async () => {
    await hub.gus.slash('/crm list deals as-of:2026-11-17', { in: 'general' });
    expect(hub.gus.sees()).not.toContain(':rewind: Loading');
  });
});

test('what was erased since is gone from the past as well, which says so', async () => {
  expect(await asks(`show P-${id('Tilda Swan')} as-of:2026-11-17`)).toContain('tilda@acme.example');
  await hub.ruth.slash(`/crm erase P-${id('Tilda Swan')}`, { in: 'sales' });
  await hub.ruth.click('Erase');
  await until(() => hub.ruth.reads('sales').some((text) => text.includes('Erased P-')));
  const then = await asks(`show P-${id('Tilda Swan')} as-of:2026-11-17`);
  expect(then).not.toContain('tilda');
  expect(then).toContain('1 person was erased since');
});
