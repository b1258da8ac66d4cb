import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { ANA, BEN, CHANNELS, PEOPLE, TEAM } from '../src/demo/cast.ts';
import type { ApiFault } from '../src/practice/server/index.ts';
import { socketManifest } from './support/hub.ts';
import type { Person } from './support/person.ts';
import { startPractice, type Practice } from './support/practice.ts';
import { folders, freePort, launch, ready, stop, type Process } from './support/process.ts';
import { until } from './support/until.ts';

const { make, end } = folders();
let practice: Practice;
let ana: Person;
let running: Process[] = [];

beforeAll(async () => {
  practice = await startPractice({
    team: TEAM,
    people: PEOPLE,
    channels: CHANNELS,
    manifest: socketManifest,
    rateLimits: false,
  });
  ana = practice.as(ANA.id);
});
beforeEach(() => practice.workspace.record.clear());
afterEach(async () => {
  practice.workspace.faults.clear();
  for (const { child } of running) child.kill('SIGKILL');
  await Promise.all(running.map(({ ended }) => ended));
  running = [];
});
afterAll(async () => {
  await practice.close();
  end();
});

const settings = (): Record<string, string> => {
  const { botToken, appToken, apiUrl } = practice.workspace.credentials;
  return { SLACK_BOT_TOKEN: botToken, SLACK_APP_TOKEN: appToken, SLACK_API_URL: apiUrl };
};
const begin = (more: Record<string, string> = {}): Process => {
  const process = launch(make(), { ...settings(), ...more });
  running.push(process);
  return process;
};
interface Health {
  status: string;
  slack: { status: string; why: string | null; since: string | null };
}
const health = async (url: string): Promise<[number, Health]> => {
  const response = await fetch(`${url}/health`);
  return [response.status, (await response.json()) as Health];
};
const FINE = { status: 'ok', slack: { status: 'ok', why: null, since: null } };
const works = async (): Promise<boolean> => {
  const before = ana.reads('sales').length;
  await ana.slash('/crm', { in: 'sales' });
  return ana.reads('sales').length > before;
};
/** The line of the log with a message like that. */
const logged = ({ out }: Process, why: RegExp): string | undefined =>
  out().find((line) => line.startsWith('{') && why.test((JSON.parse(line) as { msg: string }).msg));

/** What Slack answers when the next connection is asked for, and what is told of it. */
const TROUBLES: [string, string, ApiFault, RegExp][] = [
  [
    'reset',
    'apps.connections.open',
    { kind: 'reset' },
    /^CustomerHub can’t connect to Slack \((ECONNRESET|UND_ERR_SOCKET)\)\./,
  ],
  ['500', 'apps.connections.open', { kind: 'http', status: 500 }, /^CustomerHub can’t connect to Slack \(HTTP 500\)\./],
  ['hang', 'apps.connections.open', { kind: 'hang' }, /^CustomerHub can’t connect to Slack \(.*time.*\)\./],
  [
    '429',
    'apps.connections.open',
    { kind: 'rate_limited', retryAfter: 1 },
    /^CustomerHub can’t connect to Slack \(too many tries\)\./,
  ],
  [
    'too_many_websockets',
    'socket',
    { kind: 'error', error: 'too_many_websockets' },
    /^Slack allows ten Socket Mode connections per app/,
  ],
];

describe('after a routine disconnect', () => {
  let process: Process;
  let line: string;
  let url: string;
  beforeAll(async () => {
    process = launch(make(), settings());
    ({ line, url } = await ready(process));
  });

  test('first of all, it is connected and fine', async () => {
    expect(line).toContain('connected to Slack by Socket Mode');
    expect(await health(url)).toMatchObject([200, FINE]);
  });

  test.each(TROUBLES)('%s: the process lives, says so, and works again', async (_name, method, fault, why) => {
    expect(await works()).toBe(true);
    practice.workspace.faults.always(method, fault);
    practice.workspace.socketMode.disconnect('refresh_requested', 0);
    await until(async () => why.test((await health(url))[1].slack.why ?? ''), 60_000);
    const [code, { status, slack }] = await health(url);
    expect([code, status]).toEqual([200, 'ok']);
    expect(slack.status).toBe(method === 'socket' ? 'refused' : 'unreachable');
    expect(Date.parse(slack.since ?? '')).toBeGreaterThan(0);
    expect(logged(process, why)).toBeDefined();
    practice.workspace.faults.clear();
    await until(async () => (await health(url))[1].slack.status === 'ok', 90_000);
    expect(await works()).toBe(true);
  });

  test('it ends when it is told to, after what it took', async () => {
    const ben = practice.as(BEN.id);
    practice.workspace.faults.next('views.open', { kind: 'hang' });
    const asking = ben.slash('/crm log', { in: 'sales' });
    await until(() => practice.workspace.record.callsTo('views.open').length > 0);
    const ended = stop(process);
    await asking;
    expect(ben.sees()).toContain('Slack didn’t open the form');
    expect(await ended).toMatchObject({ code: 0, err: [] });
  });
});

describe('what only a person can mend', () => {
  test.each([
    [
      'apps.connections.open',
      'invalid_auth',
      /^Slack refuses SLACK_APP_TOKEN \(invalid_auth\)\. Create an app-level token/,
    ],
    [
      'apps.connections.open',
      'token_revoked',
      /^Slack refuses SLACK_APP_TOKEN \(token_revoked\)\. Create an app-level token/,
    ],
    ['socket', 'link_disabled', /^Socket Mode is turned off in the settings of the Slack app\. Turn it on/],
  ])('%s: %s is told, the process lives, and Slack is left alone', async (method, error, why) => {
    const process = begin();
    const { url } = await ready(process);
    practice.workspace.faults.always(method, { kind: 'error', error });
    practice.workspace.socketMode.drop();
    await until(async () => (await health(url))[1].slack.status === 'refused');
    const [code, { status, slack }] = await health(url);
    expect([code, status]).toEqual([200, 'ok']);
    expect(slack.why).toMatch(why);
    expect(logged(process, why)).toContain('"level":50');
    // The first connection, and one or two tries: after the refusal none for five minutes.
    expect(practice.workspace.record.callsTo('apps.connections.open').length).toBeLessThan(4);
    expect(await stop(process)).toMatchObject({ code: 0, err: [] });
  });
});

describe('at the start', () => {
  test('a Slack that cannot be reached is waited for, which is told, and not healthy', async () => {
    const { faults } = practice.workspace;
    faults.always('auth.test', { kind: 'reset' });
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    const process = begin({ PORT: String(port) });
    await until(async () => (await health(url))[1].slack.status === 'unreachable');
    expect(await health(url)).toMatchObject([
      503,
      {
        status: 'starting',
        slack: { why: expect.stringMatching(/^Slack doesn’t answer at http:\S+ \(\w+\)\. Check/) },
      },
    ]);
    faults.clear();
    faults.always('apps.connections.open', { kind: 'http', status: 500 });
    await until(async () => ((await health(url))[1].slack.why ?? '').includes('HTTP 500'));
    expect((await health(url))[0]).toBe(503);
    faults.clear();
    await ready(process, port);
    expect(await health(url)).toMatchObject([200, FINE]);
    expect(await works()).toBe(true);
  });

  test.each(['invalid_auth', 'not_allowed_token_type', 'token_revoked'])(
    'an app-level token that Slack refuses (%s) is a wrong setting',
    async (error) => {
      practice.workspace.faults.always('apps.connections.open', { kind: 'error', error });
      const { code, err } = await begin().ended;
      expect([code, err]).toEqual([1, [expect.stringContaining(`Slack refuses SLACK_APP_TOKEN (${error})`)]]);
    },
  );
});
