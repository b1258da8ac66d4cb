import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { given } from '../support/given.ts';
import { openHub, type Hub } from '../support/hub.ts';
import { labelsOf, type Person } from '../support/person.ts';
import { until } from '../support/until.ts';

/** Longer than an input or a message of Slack takes. */
const LONG = `${'They talked about tanks & valves. '.repeat(400)}Zwieback at the end.`;

let hub: Hub;
let maya: Person;
let ref: string;
const knex = () => hub.crm.database.db;
const stored = async (table: string) => knex()(table).orderBy('id', 'desc').first();

beforeAll(async () => {
  hub = await openHub({ scanMs: [150, 150] });
  ({ maya } = hub);
  const { id: customer } = await given(hub, maya, 'customer', { name: 'Acme', notes: LONG });
  ref = `I-${(await given(hub, maya, 'interaction', { customer, what: LONG })).id}`;
});
afterAll(() => hub.end());

const newestFile = async (name: RegExp): Promise<string> => {
  const files = () => maya.messages('app').flatMap((message) => message.files);
  const file = await until(() => files().findLast((one) => name.test(one.name)));
  return (await fetch(`${hub.practice.url}${file?.url}`)).text();
};

test('is shown to its beginning, with how long it is, and read as a whole as a file', async () => {
  await maya.slash(`/crm show ${ref}`, { in: 'leadership' });
  expect(maya.sees()).toContain('tanks & valves');
  expect(maya.sees()).toContain('The beginning of 13,620 characters.');
  expect(maya.sees()).not.toContain('Zwieback');
  await maya.click('Read all');
  expect(await newestFile(/^I-1\.txt$/)).toBe(LONG);
});

test.each([
  ['interaction', 'What was said', { Kind: 'Meeting' }],
  ['customer', 'Notes', { Industry: 'Toys' }],
])(
  'of a %s is neither lost nor cut by its form, which says why it doesn’t ask for it',
  async (name, label, answers) => {
    const [table, field] = name === 'customer' ? ['customers', 'notes'] : ['interactions', 'what'];
    await maya.slash(`/crm edit ${name === 'customer' ? 'C-1' : ref}`, { in: 'leadership' });
    expect(labelsOf(maya.modal())).not.toContain(label);
    expect(maya.sees()).toContain(
      `${label} has 13,620 characters, more than a form in Slack takes. It stays as it is.`,
    );
    await maya.fill(answers);
    expect(await maya.submit()).toEqual({});
    expect(await stored(table)).toMatchObject({ [field]: LONG, version: 2 });
  },
);

test('is found by its last words, and its history shows the beginning', async () => {
  await maya.slash('/crm find zwieback', { in: 'leadership' });
  expect(maya.sees()).toContain(ref);
  await maya.slash(`/crm history ${ref}`, { in: 'leadership' });
  expect(maya.sees()).toContain('Kind from Call to Meeting');
});

test('comes back from an export as it is', async () => {
  await maya.slash('/crm export interactions', { in: 'leadership' });
  const text = await newestFile(/^interactions-/);
  expect(text).toContain('Zwieback');
  await maya.slash('/crm import interactions', { in: 'leadership' });
  await maya.fill({ 'CSV file': { name: 'list.csv', bytes: Buffer.from(text) } });
  expect(await maya.submit()).toEqual({});
  await until(() => maya.sees().includes('Match columns'));
  expect(await maya.submit()).toEqual({});
  await until(() => maya.sees().includes('1 interaction unchanged'));
});
