/** Names and notes that would call everybody, name people and lead elsewhere, if Slack read them as markup anywhere. */
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { TEAM } from '../../src/demo/cast.ts';
import type { Json, JsonObject } from '../../src/practice/protocol.ts';
import { isObject } from '../../src/practice/server/json.ts';
import { RENDERERS } from '../../src/slack/updates/render-outbox.ts';
import { COMMANDS } from '../../src/slack/commands/table.ts';
import { momentOf } from '../../src/model/dates/time.ts';
import { writeOutbox } from '../../src/store/outbox/outbox.ts';
import { doAllDue } from '../support/due.ts';
import { Explorer } from '../support/explorer.ts';
import { given } from '../support/given.ts';
import { openHub, type Hub } from '../support/hub.ts';
import { raw } from '../support/raw.ts';
import { until } from '../support/until.ts';

jest.setTimeout(600_000);

const NAME = '<!channel> <@U0HOSTILE> <#C0HOSTILE> <https://evil.example|pay> &lt;!here&gt;';
const WORDS = '<!channel> <https://evil.example|pay>';
/** What of it is alive where Slack reads markup. */
const ALIVE = /<(!channel|@U0HOSTILE|#C0HOSTILE|https?:\/\/evil)/;

/** Texts in which Slack reads markup: those beside blocks, and those of mrkdwn. */
const readAsMarkup = (value: Json | undefined, key = ''): string[] => {
  if (typeof value === 'string') {
    if (['blocks', 'view', 'files'].includes(key)) return readAsMarkup(JSON.parse(value) as Json);
    return ['text', 'fallback', 'initial_comment'].includes(key) ? [value] : [];
  }
  if (Array.isArray(value)) return value.flatMap((one) => readAsMarkup(one));
  // Plain text, cells of tables and what inputs hold are shown as they are.
  if (!isObject(value) || /^(plain_text|raw_\w+)$/.test(String(value['type']))) return [];
  return Object.entries(value).flatMap(([name, one]) => readAsMarkup(one, name));
};

let hub: Hub;
/** Everything that left the app: calls of the Web API, acknowledgements, and what went to response URLs. */
const sent: Json[] = [];
const alive = (): string[] => sent.flatMap((one) => readAsMarkup(one)).filter((text) => ALIVE.test(text));

beforeEach(async () => {
  hub = await openHub();
  const { ana, ben, crm, practice } = hub;
  sent.length = 0;
  hub.maya.driver.watch((change) => {
    if (change.type !== 'traffic') return;
    const { direction, request, response } = change.traffic;
    sent.push(direction === 'app' ? response : request);
  });
  const { id: customer } = await given(hub, ana, 'customer', {
    name: NAME,
    industry: NAME,
    address: NAME,
    notes: NAME,
  });
  const { id: contact } = await given(hub, ana, 'contact', { name: NAME, customer, role: NAME, notes: NAME });
  const { id: deal } = await given(hub, ana, 'deal', { name: NAME, customer, contact, amount: '12k', notes: NAME });
  await given(hub, ana, 'interaction', { customer, contact, deal, kind: 'call', what: NAME });
  for (const dueOn of ['2026-11-17', '2026-11-18'])
    await given(hub, ana, 'followUp', { customer, deal, what: NAME, dueOn });
  for (let at = 2; at < 20; at += 1) {
    const name = `${at} ${NAME}`.slice(0, 80);
    await given(hub, ana, 'customer', { name });
    await given(hub, ana, 'deal', { name, customer, amount: '3k', closeOn: '2026-12-01' });
  }
  await crm.database.db('stages').where({ id: 1 }).update({ name: NAME });
  await crm.database.db('employees').where({ person: ana.id }).update({ name: NAME });
  practice.workspace.changePerson(ben.id, { realName: NAME });
});
afterEach(() => hub.end());

/** What the channel hears of. */
const SUBSCRIBED = [
  'subscribe won moved created lost logged customers',
  `subscribe stalled silent follow-up-due name:"${WORDS}"`,
  `subscribe created won name:"${WORDS} daily" digest:daily 9:00`,
  'summary every:monday 9:00',
];

const LINES = [
  ...[
    '',
    'show D-1',
    'show C-1',
    'show P-1',
    'show I-1',
    'show F-1',
    'history D-1',
    'history C-1',
    'edit D-1',
    'log D-1',
  ],
  ...[
    'stage D-1 proposal',
    `stage D-2 ${WORDS}`,
    'next D-1 2026-11-18',
    `next C-1 friday ${WORDS}`,
    'todo',
    'done F-1',
  ],
  ...[
    'won D-1',
    'lost D-2',
    'why D-1',
    'mute D-1',
    'unmute D-1',
    'merge C-1 C-2',
    'delete P-1',
    'history P-1',
    'erase P-1',
  ],
  ...[
    'list deals',
    'list customers',
    `list deals save:"${WORDS}"`,
    `list deals customer:"${WORDS}"`,
    `list deals ${WORDS}`,
  ],
  ...['summary this-month', 'summary pipeline', 'summary moved last-month', 'summary by:owner', 'summary lost'],
  ...['export deals', 'audit', 'targets', 'subscriptions', 'schedules', 'audience', 'undo', 'link C-1', 'unlink'],
  ...['show D-1 as-of:2026-11-15', 'add deal', 'add customer', 'add contact', 'settings', 'settings people'],
  ...['settings stages', 'settings delivery', 'help', 'lists', WORDS],
];

/** What may follow a verb on a button; each is pressed with all of them, what deletes or merges last. */
const VALUES = [
  ...['-', WORDS, '1', 'C-1', 'D-1', 'P-1', 'D-1 1', 'C-1 C-2', `deals 1 customer:"${WORDS}"`, 'openValue 1', 'moved'],
  ...['edit 1', 'person 1', '1 name'],
];
const LAST = /now$|^absorb$|^undo/;

const press = async (verb: string, value: string, trigger_id: string): Promise<void> => {
  const { credentials } = hub.practice.workspace;
  const payload = {
    ...{ type: 'block_actions', trigger_id, user: { id: hub.ruth.id }, team: { id: TEAM.id } },
    ...{ channel: { id: 'C0DEALS', name: 'deals' }, container: { type: 'message' } },
    response_url: `${hub.practice.url}/hooks/none`,
    actions: [{ type: 'button', action_id: `verb:${verb}:${value}`.slice(0, 255), block_id: 'b', value }],
  };
  const body = new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
  const target = { url: `${hub.practice.url}/slack/events`, signingSecret: credentials.signingSecret };
  expect((await raw(target, { body })).status).toBe(200);
};

test('are harmless in the answer to every command and form', async () => {
  const explorer = new Explorer(hub);
  const { ruth, ana } = hub;
  explorer.words = `Name,Phone\n${WORDS},none\n${WORDS} 2,`;
  await explorer.types(ruth, '/crm import customers', 'deals', 3);
  explorer.words = WORDS;
  for (const line of SUBSCRIBED) await explorer.types(ruth, `/crm ${line}`, 'deals', 0);
  for (const line of LINES) await explorer.types(ruth, `/crm ${line}`, 'deals', 1);
  for (const { name, usage } of COMMANDS)
    if (usage !== undefined) await explorer.types(ana, `/crm ${name} ${WORDS}`, 'deals', 1);
  await explorer.goesHome(ruth, 1);
  await explorer.goesHome(ana, 1);
  expect(JSON.stringify(sent)).toContain('&lt;!channel&gt;');
  expect(alive()).toEqual([]);
});

test('are harmless in the answer to every button', async () => {
  await hub.ruth.slash(`/crm subscribe created won name:"${WORDS}"`, { in: 'deals' });
  const verbs = COMMANDS.map(({ name }) => name);
  for (const verb of [...verbs.filter((name) => !LAST.test(name)), ...verbs.filter((name) => LAST.test(name))]) {
    const before = sent.length;
    await Promise.all(VALUES.map((value, at) => press(verb, value, `T.${verb}.${at}`)));
    await hub.slack.idle();
    // An acknowledgement each, and an answer each.
    expect(sent.length - before).toBeGreaterThan(VALUES.length * 2 - 1);
  }
  expect(JSON.stringify(sent)).toContain('&lt;!channel&gt;');
  expect(alive()).toEqual([]);
});

test('are harmless in everything that is delivered', async () => {
  const { ana, ruth, crm, slack, practice } = hub;
  const { db: knex } = crm.database;
  const explorer = new Explorer(hub);
  explorer.words = `Name,Phone\n${WORDS},none\n${WORDS} 2,`;
  await explorer.types(ruth, '/crm import customers', 'deals', 2);
  for (const line of SUBSCRIBED) await ruth.slash(`/crm ${line}`, { in: 'deals' });
  await ruth.slash('/crm stage D-4 proposal', { in: 'sales' });
  await given(hub, ana, 'customer', { name: NAME.replace('pay', 'paid') });
  await given(hub, ana, 'interaction', { customer: 1, deal: 4, kind: 'call', what: NAME });
  const [subscription] = await knex('subscriptions').whereNull('deleted_at').pluck('id');
  const [schedule] = await knex('schedules').whereNull('deleted_at').pluck('id');
  const [job] = await knex('imports').select<{ id: number; employee_id: number }[]>('id', 'employee_id');
  const [employee] = await knex('employees').where({ person: ana.id }).pluck('id');
  const news: Record<string, JsonObject> = {
    leaver: { employee },
    outsiders: { channel: 'C0DEALS' },
    'import-stopped': { id: job?.id ?? 0, employee: job?.employee_id ?? 0 },
    unheard: { channel: 'C0DEALS' },
    'heard-again': { channel: 'C0DEALS' },
    'delivery-trouble': { channel: 'C0DEALS', cause: NAME },
    'subscription-broken': { subscription },
    'scheduled-summary': { schedule },
    'budget-reached': { subscription, budget: 3, until: '2026-11-20' },
    'schedule-stopped': { schedule },
    // Of several at once a digest tells.
    'silent-update': { id: 1, at: '2026-12-20T11:00:00Z', idle: { days: 40, last: '2026-11-10T09:00:00Z' } },
  };
  const deliver = async (kinds: readonly string[]): Promise<void> => {
    const items = kinds.map((kind) => ({ kind, payload: JSON.stringify(news[kind]) }));
    const where = { subscriptionId: null, team: TEAM.id, channel: ruth.id };
    const rows = items.map((item) => ({ ...where, ...item }));
    await writeOutbox(knex, rows, momentOf(crm.now()));
    await doAllDue(crm);
    slack.delivery.wake();
    await until(async () => (await knex('outbox').whereNull('delivered_at').whereNull('failed_at')).length === 0);
  };
  await deliver(['scheduled-summary', 'delivery-trouble', 'budget-reached']);
  for (const at of ['2026-11-17T12:00:00Z', '2026-12-20T12:00:00Z']) {
    crm.at(at);
    await deliver([]);
  }
  practice.workspace.changeChannel('C0DEALS', { isExtShared: true });
  await knex('employees')
    .where({ id: employee })
    .update({ left_at: momentOf(crm.now()) });
  await knex('subscriptions').where({ id: subscription }).update({ broken: NAME, unheard: 'is_archived' });
  await knex('imports').where({ id: job?.id }).update({ state: 'stopped' });
  await knex('schedules').where({ id: schedule }).update({ broken: NAME });
  await deliver(Object.keys(news));
  const delivered: string[] = await knex('outbox').whereNotNull('delivered_ts').distinct().pluck('kind');
  expect(Object.keys(RENDERERS).filter((kind) => !delivered.includes(kind))).toEqual([]);
  expect(JSON.stringify(sent)).toContain('&lt;!channel&gt;');
  expect(alive()).toEqual([]);
});
