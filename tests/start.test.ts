import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { openDatabase } from '../src/store/database.ts';
import { writeOutbox } from '../src/store/outbox/outbox.ts';
import { folders, freePort, launch, ready, stop, type Ended } from './support/process.ts';
import { raw } from './support/raw.ts';
import { IDENTITY, startSlackServer, TOKENS, type SlackServer } from './support/slack-server.ts';
import { until } from './support/until.ts';

const { make, end } = folders();
let slack: SlackServer;
const inSlack = () => ({ ...TOKENS, SLACK_API_URL: slack.url });

beforeAll(async () => {
  slack = await startSlackServer();
});
afterAll(async () => {
  await slack.end();
  end();
});

/** A start that fails: exit code 1, and one line that says why. */
const failure = async (cwd: string, settings: Record<string, string>): Promise<string> => {
  const ended: Ended = await launch(cwd, settings).ended;
  expect(ended).toEqual({ code: 1, out: [], err: [expect.any(String)] });
  return ended.err[0] ?? '';
};
const health = async (url: string) => {
  const response = await fetch(`${url}/health`);
  return [response.status, (await response.json()) as Record<string, unknown>] as const;
};

describe('without Slack', () => {
  test('it opens the practice workspace, says where in one line, and finds its data again', async () => {
    const cwd = make();
    const act = async (url: string, text: string) => {
      const body = JSON.stringify({ as: 'U0ANA', act: { do: 'command', channel: 'C0DEALS', text } });
      const headers = { 'content-type': 'application/json' };
      expect(await (await fetch(`${url}/practice/act`, { method: 'POST', headers, body })).json()).toEqual({
        ok: true,
      });
      return (await fetch(`${url}/practice/snapshot?as=U0ANA`)).text();
    };
    const first = launch(cwd);
    const { line, url } = await ready(first);
    expect(line).toMatch(/^CustomerHub \S+ is ready: open the practice workspace at http:\/\/localhost:\d+ /);
    const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
    expect(await health(url)).toMatchObject([
      200,
      { version, status: 'ok', database: 'ok', delivery: { status: 'running' } },
    ]);
    expect(await act(url, '/crm subscribe usual')).toContain('will get updates about');
    expect(await stop(first, 'SIGINT')).toEqual({ code: 0, out: [line], err: [] });

    const second = launch(cwd);
    expect(await act((await ready(second)).url, '/crm subscribe usual')).toContain('already does exactly that');
    expect((await stop(second)).code).toBe(0);
    const database = await openDatabase(`sqlite:${join(cwd, 'data', 'crm.db')}`);
    expect(await database.db('customers')).toHaveLength(40);
    await database.close();
  });
});

describe('in Slack over HTTP', () => {
  const command = (url: string) =>
    raw(
      { url: `${url}/slack/events`, signingSecret: TOKENS.SLACK_SIGNING_SECRET },
      {
        body: new URLSearchParams({
          ...{
            command: '/crm',
            text: 'help',
            user_id: 'U0ANA',
            team_id: 'T0TEAM',
            channel_id: 'C1',
            channel_name: 'c',
          },
          ...{ trigger_id: 't', response_url: 'https://hooks.slack.com/commands/T0TEAM/1/x' },
        }).toString(),
      },
    );

  test('it is not healthy before it can serve', async () => {
    let letIn = (): void => undefined;
    slack.answers['auth.test'] = new Promise((done) => (letIn = () => done(IDENTITY)));
    const port = await freePort();
    const process = launch(make(), { ...inSlack(), PORT: String(port) });
    const url = `http://127.0.0.1:${port}`;
    expect(await until(() => health(url))).toMatchObject([503, { status: 'starting' }]);
    expect((await command(url)).status).toBe(503);
    letIn();
    expect((await ready(process, port)).line).toContain(`port ${port}, /slack/events`);
    expect(await health(url)).toMatchObject([200, { status: 'ok' }]);
    expect((await fetch(`${url}/slack/events`)).status).toBe(405);
    expect((await fetch(`${url}/practice/snapshot?as=U0ANA`)).status).toBe(404);
    expect((await stop(process)).code).toBe(0);
    slack.answers['auth.test'] = IDENTITY;
  });

  test('told to stop, it takes nothing new, finishes what it took, and is not healthy meanwhile', async () => {
    let tell = (): void => undefined;
    const user = { ok: true, user: { id: 'U0ANA', team_id: 'T0TEAM', real_name: 'Ana', tz: 'Europe/Berlin' } };
    slack.answers['users.info'] = new Promise((done) => (tell = () => done(user)));
    const process = launch(make(), inSlack());
    const { url } = await ready(process);
    const taken = command(url);
    await until(() => slack.calls['users.info']);
    process.child.kill('SIGTERM');
    expect(await until(async () => ((await health(url))[0] === 503 ? health(url) : null))).toMatchObject([
      503,
      { status: 'stopping' },
    ]);
    expect((await command(url)).status).toBe(503);
    tell();
    expect(await (await taken).text()).toContain('/crm log');
    expect((await process.ended).code).toBe(0);
  });
});

test('its health tells how much waits, since when, what failed, and why delivery is paused', async () => {
  const cwd = make();
  const url = `sqlite:${join(cwd, 'crm.db')}`;
  const { db: knex, close } = await openDatabase(url);
  const news = JSON.stringify({ channel: 'C0DEALS', cause: 'msg_too_long' });
  const item = { subscriptionId: null, team: IDENTITY.team_id, kind: 'delivery-trouble', payload: news };
  const [older, newer] = ['2026-11-15T09:00:00.000Z', '2026-11-16T09:00:00.000Z'] as const;
  await writeOutbox(knex, [{ ...item, channel: 'U0FAILED' }], older);
  await knex('outbox').update({ failed_at: older, last_error: 'msg_too_long' });
  await writeOutbox(knex, [{ ...item, channel: 'U0ANA' }], older);
  await writeOutbox(knex, [{ ...item, channel: 'U0MAYA' }], newer);
  await close();
  slack.answers['chat.postMessage'] = { ok: false, error: 'token_revoked' };
  const process = launch(cwd, { ...inSlack(), DATABASE_URL: url });
  const { url: address } = await ready(process);
  const isPaused = async () => JSON.stringify((await health(address))[1]).includes('paused');
  await until(isPaused, 20_000);
  expect(await health(address)).toMatchObject([
    200,
    {
      ...{ status: 'ok', database: 'ok' },
      delivery: { status: 'paused', why: expect.stringMatching(/^token_revoked\. Install the app again/) },
    },
  ]);
  expect((await health(address))[1]['delivery']).toMatchObject({ waiting: 2, oldest: older, failed: 1 });
  expect((await stop(process)).code).toBe(0);
  delete slack.answers['chat.postMessage'];
}, 60_000);

describe('a wrong setting ends the start with one line that names it', () => {
  test.concurrent.each([
    ['SLACK_BOT_TOKEN', { SLACK_BOT_TOKEN: 'hunter2' }],
    ['SLACK_SIGNING_SECRET', { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_SIGNING_SECRET: 'xoxb-hunter2' }],
    ['SLACK_SIGNING_SECRET', { SLACK_BOT_TOKEN: 'xoxb-1' }],
    ['SLACK_BOT_TOKEN', { SLACK_SIGNING_SECRET: TOKENS.SLACK_SIGNING_SECRET }],
    ['SLACK_BOT_TOKEN', { SLACK_APP_TOKEN: 'xapp-1' }],
    ['SLACK_APP_TOKEN', { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_APP_TOKEN: 'hunter2' }],
    ['SLACK_API_URL', { SLACK_API_URL: 'slack.com' }],
    ['PORT', { PORT: 'eighty' }],
    ['DATABASE_URL', { DATABASE_URL: 'mysql://crm:hunter2@db/crm' }],
    ['DATABASE_URL', { DATABASE_URL: 'postgres://crm:hunter2@127.0.0.1:1/crm' }],
    ['CRM_DEFAULT_ROLE', { CRM_DEFAULT_ROLE: 'admin' }],
    ['CRM_CURRENCY', { CRM_CURRENCY: 'XXQ' }],
    ['CRM_LOCALE', { CRM_LOCALE: 'en_US' }],
    ['CRM_TIMEZONE', { CRM_TIMEZONE: 'Mars/Base' }],
    ['LOG_LEVEL', { LOG_LEVEL: 'loud' }],
  ])('%s: %j', async (name, settings) => {
    const line = await failure(make(), settings);
    expect(line).toMatch(new RegExp(`^${name} is `));
    expect(line).not.toContain('hunter2');
  });
});

describe('a database that cannot be used is said in one line', () => {
  test('a file that is no database', async () => {
    const cwd = make();
    writeFileSync(join(cwd, 'crm.db'), 'Dear diary, '.repeat(1000));
    expect(await failure(cwd, { DATABASE_URL: 'sqlite:crm.db' })).toBe(
      'DATABASE_URL is sqlite:crm.db, which isn’t a SQLite database. Use a CustomerHub database, or a file that doesn’t exist yet.',
    );
    expect(readFileSync(join(cwd, 'crm.db'), 'utf8')).toMatch(/^Dear diary/);
  });

  test('a folder in its place, and a file in the place of its folder', async () => {
    const cwd = make();
    mkdirSync(join(cwd, 'crm.db'));
    writeFileSync(join(cwd, 'data'), '');
    expect(await failure(cwd, { DATABASE_URL: 'sqlite:crm.db' })).toContain('which can’t be opened');
    expect(await failure(cwd, { DATABASE_URL: 'sqlite:data/crm.db' })).toBe(
      'DATABASE_URL is sqlite:data/crm.db, whose folder is a file. Use a file in a folder.',
    );
  });

  test('one that cannot be written, and one of a newer version', async () => {
    const cwd = make();
    const settings = { ...inSlack(), DATABASE_URL: 'sqlite:crm.db' };
    const made = launch(cwd, settings);
    await ready(made);
    await stop(made);
    const file = join(cwd, 'crm.db');
    const bytes = readFileSync(file);
    // The write version in its header: SQLite only reads a file whose writers must be newer than itself, whoever asks.
    writeFileSync(file, Buffer.concat([bytes.subarray(0, 18), Buffer.from([3]), bytes.subarray(19)]));
    expect(await failure(cwd, settings)).toContain('DATABASE_URL is sqlite:crm.db, which can’t be written');
    writeFileSync(file, bytes);
    const database = await openDatabase(`sqlite:${file}`);
    await database.db('knex_migrations').insert({ name: '999_tomorrow', batch: 9 });
    await database.close();
    expect(await failure(cwd, settings)).toContain(
      'which a newer CustomerHub wrote (999_tomorrow). Start that version',
    );
  });
});

test('a port that is taken is said in one line', async () => {
  const other = createServer();
  await new Promise<void>((done) => other.listen(0, '127.0.0.1', done));
  const { port } = other.address() as AddressInfo;
  expect(await failure(make(), { PORT: String(port) })).toMatch(`PORT is ${port}, which another program uses`);
  await new Promise((done) => other.close(done));
});

test('a token that Slack refuses is said in one line', async () => {
  slack.answers['auth.test'] = { ok: false, error: 'invalid_auth' };
  expect(await failure(make(), inSlack())).toMatch(/^Slack refuses SLACK_BOT_TOKEN \(invalid_auth\)/);
  slack.answers['auth.test'] = { ...IDENTITY, enterprise_id: 'E0GROUP', is_enterprise_install: true };
  expect(await failure(make(), inSlack())).toMatch(/^SLACK_BOT_TOKEN is a token of a whole organization/);
  slack.answers['auth.test'] = IDENTITY;
});

test('a Slack that fails, or is not there, is waited for, and said to be', async () => {
  const ill = await startSlackServer();
  const [port, slackPort] = [await freePort(), await freePort()];
  const url = `http://127.0.0.1:${port}`;
  for (const [answer, api, reason] of [
    [500, ill.url, 'HTTP 500'],
    [{ ok: false, error: 'internal_error' }, ill.url, 'internal_error'],
    [IDENTITY, `http://127.0.0.1:${slackPort}/api/`, 'ECONNREFUSED'],
  ] as const) {
    ill.answers['auth.test'] = answer;
    const process = launch(make(), { ...TOKENS, SLACK_API_URL: api, PORT: String(port) });
    const why = `Slack doesn’t answer at ${api} (${reason}). Check the network and SLACK_API_URL; CustomerHub keeps trying and starts when Slack answers.`;
    const unreachable = { status: 'starting', slack: { status: 'unreachable', why } };
    await until(async () => JSON.stringify(await health(url)).includes(reason));
    expect(await health(url)).toMatchObject([503, unreachable]);
    expect(process.out().join()).toContain(why);
    ill.answers['auth.test'] = IDENTITY;
    if (api === ill.url) {
      await ready(process, port);
      expect(await health(url)).toMatchObject([200, { status: 'ok', slack: { status: 'ok' } }]);
    }
    await stop(process, 'SIGKILL');
  }
  await ill.end();
});
