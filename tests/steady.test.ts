/** CustomerHub as a process whose disk is full, and beside another one. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, openSync, readdirSync, statSync, writeSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openDatabase, sqliteFile, type Database } from '../src/store/database.ts';
import { freePort, folders, launch, ready, stop, type Process } from './support/process.ts';
import { raw } from './support/raw.ts';
import { IDENTITY, startSlackServer, TOKENS, type SlackServer } from './support/slack-server.ts';
import { onSmallDisk, type SmallDisk } from './support/small-disk.ts';
import { until } from './support/until.ts';

const { make, end } = folders();
afterAll(end);

/** A folder in which the practice company was founded: that takes its time. */
const founded = make();
beforeAll(async () => {
  const hub = launch(founded);
  await ready(hub);
  await stop(hub);
});
const copyTo = (folder: string): string => {
  cpSync(join(founded, 'data'), join(folder, 'data'), { recursive: true });
  return folder;
};

const health = async (url: string) => {
  const response = await fetch(`${url}/health`);
  return [response.status, (await response.json()) as { database: string; problems: string[] }] as const;
};

/** Ana types a command into the practice workspace. @returns all that she sees then */
const type = async (url: string, text: string): Promise<string> => {
  const body = JSON.stringify({ as: 'U0ANA', act: { do: 'command', channel: 'C0DEALS', text } });
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(`${url}/practice/act`, { method: 'POST', headers, body });
  expect(await answer.json()).toEqual({ ok: true });
  return (await fetch(`${url}/practice/snapshot?as=U0ANA`)).text();
};

const look = async <T>(file: string, read: (knex: Database['db']) => Promise<T>): Promise<T> => {
  const { db: knex, close } = await openDatabase(`sqlite:${file}`);
  try {
    return await read(knex);
  } finally {
    await close();
  }
};

/** Lines of the log that are warnings or worse. */
const complaints = ({ out }: Process): { msg: string }[] =>
  out()
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as { level: number; msg: string })
    .filter(({ level }) => level >= 40);

describe('on a disk that is full', () => onSmallDisk(48, fullDisk));

function fullDisk(makeDisk: () => SmallDisk): void {
  let disk: SmallDisk;
  let cwd: string;
  let file: string;
  beforeAll(() => {
    disk = makeDisk();
    cwd = copyTo(disk.folder);
    file = join(cwd, 'data', 'crm.db');
  });
  afterAll(() => disk.end());

  test('it goes on: its health and one line of its log say what is wrong, and then that it is over', async () => {
    const hub = launch(cwd);
    const { url } = await ready(hub);
    disk.fill();
    expect(await type(url, '/crm next C-1 friday call them')).toContain(
      'The disk of the server is full; nothing was saved.',
    );
    expect(await health(url)).toMatchObject([503, { status: 'ok', database: 'failing' }]);
    expect((await health(url))[1].problems.join()).toMatch(
      /^Database: The disk of the server is full \(SQLITE_FULL, since .*\)\. Free some space/,
    );
    // Folding, sealing and delivery have all had their turns.
    await new Promise((done) => setTimeout(done, 7000));
    for (const words of ['find acme', 'list deals', 'show C-1']) await type(url, `/crm ${words}`);
    expect((await health(url))[1].problems.join()).toContain('3 audit entries are waiting to be written.');
    const told = complaints(hub).map(({ msg }) => msg);
    expect(told).toEqual([expect.stringMatching(/^The disk of the server is full: nothing can be saved\./)]);
    disk.free();
    await until(async () => (await health(url))[0] === 200);
    expect(hub.out().filter((line) => line.includes('The database can be written again.'))).toHaveLength(1);
    expect(await type(url, '/crm next C-1 friday call them')).toContain('call them');
    expect((await stop(hub)).code).toBe(0);
    expect(await look(file, (knex) => knex('audit_log').orderBy('id', 'desc').limit(4).pluck('verb'))).toEqual([
      ...['create', 'show', 'list', 'find'],
    ]);
  });

  test('who looked at what while it was full is missing if it is killed then, and the trail says how much', async () => {
    const killed = launch(cwd);
    const { url } = await ready(killed);
    disk.fill();
    await type(url, '/crm next C-1 friday call them');
    for (const words of ['find acme', 'list deals']) await type(url, `/crm ${words}`);
    await stop(killed, 'SIGKILL');
    disk.free();
    const next = launch(cwd);
    await ready(next);
    await stop(next);
    const [gap] = await look(file, (knex) => knex('audit_log').orderBy('id', 'desc').limit(1));
    expect(gap).toMatchObject({ verb: 'gap', employee_id: 0, slack_user_id: 'app' });
    expect(JSON.parse(String(gap.changes))).toMatchObject({ lost: [null, 2] });
    expect(readdirSync(join(cwd, 'data')).filter((name) => name.includes('unwritten'))).toEqual([]);
    // Said once.
    const again = launch(cwd);
    await ready(again);
    await stop(again);
    expect(await look(file, (knex) => knex('audit_log').where({ verb: 'gap' }).count({ n: '*' }))).toEqual([{ n: 1 }]);
  });

  test('it goes on where its log lies on that disk, too', async () => {
    const log = join(cwd, 'log');
    const [out, port] = [openSync(log, 'a'), await freePort()];
    const { PATH = '' } = process.env;
    const hub = spawn(process.execPath, [resolve('dist/src/main.js')], {
      ...{ cwd, env: { PATH, PORT: String(port) } },
      stdio: ['ignore', out, 'inherit'],
    });
    const url = `http://127.0.0.1:${port}`;
    await until(async () => (await health(url))[0] === 200, 60_000);
    disk.fill();
    // What is left of its last page.
    expect(() => {
      for (;;) writeSync(out, ' ');
    }).toThrow('ENOSPC');
    const before = statSync(log).size;
    expect(await type(url, '/crm next C-1 friday call them')).toContain('The disk of the server is full');
    expect((await health(url))[0]).toBe(503);
    disk.free();
    await until(async () => (await health(url))[0] === 200);
    hub.kill();
    expect(await once(hub, 'exit')).toEqual([0, null]);
    expect(statSync(log).size).toBeGreaterThan(before);
  });

  test('it ends in order while it is full', async () => {
    const hub = launch(cwd);
    const { url } = await ready(hub);
    disk.fill();
    await type(url, '/crm next C-1 friday call them');
    await type(url, '/crm find acme');
    expect(await stop(hub)).toMatchObject({ code: 0, err: [] });
    disk.free();
    const next = launch(cwd);
    await ready(next);
    await stop(next);
    expect(await look(file, (knex) => knex('audit_log').where({ verb: 'gap' }).count({ n: '*' }))).toEqual([{ n: 2 }]);
  });
}

test('what it makes is for its own user alone', async () => {
  const cwd = make();
  const hub = launch(cwd);
  const { url } = await ready(hub);
  await type(url, '/crm next C-1 friday call them');
  const modeOf = (path: string): string => (statSync(path).mode & 0o777).toString(8);
  await until(() => readdirSync(join(cwd, 'data')).includes('crm.practice.json'));
  const made = readdirSync(join(cwd, 'data'), { withFileTypes: true });
  expect(made.map(({ name }) => name)).toEqual(expect.arrayContaining(['crm.db', 'crm.db-wal', 'crm.db-shm']));
  expect(modeOf(join(cwd, 'data'))).toBe('700');
  for (const one of made)
    expect([one.name, modeOf(join(cwd, 'data', one.name))]).toEqual([one.name, one.isDirectory() ? '700' : '600']);
  expect((await stop(hub)).code).toBe(0);
});

describe('two processes on one SQLite file', () => {
  let slack: SlackServer;
  beforeAll(async () => void (slack = await startSlackServer()));
  afterAll(() => slack.end());

  test('of the practice workspace: the second says so and ends', async () => {
    const cwd = copyTo(make());
    const first = launch(cwd);
    await ready(first);
    const second = await launch(cwd).ended;
    expect(second).toEqual({
      ...{ code: 1, out: [] },
      err: [
        'DATABASE_URL is sqlite:./data/crm.db, whose practice workspace is open in another CustomerHub. Stop that one or use another file.',
      ],
    });
    expect((await stop(first)).code).toBe(0);
  });

  test('in Slack: both work, and what either says is saved is there', async () => {
    const cwd = make();
    const user = { ok: true, user: { id: 'U0ANA', team_id: IDENTITY.team_id, real_name: 'Ana', tz: 'Europe/Berlin' } };
    slack.answers['users.info'] = user;
    const url = `sqlite:${join(cwd, 'crm.db')}`;
    const at = new Date().toISOString();
    await look(sqliteFile(url), async (knex) => {
      const stamps = { version: 1, created_at: at, updated_at: at, search_text: '' };
      await knex('employees').insert({ id: 1, name: 'Ana', person: 'U0ANA', role: 'rep', ...stamps });
      await knex('customers').insert({ id: 1, name: 'Acme', status: 'active', owner_id: 1, ...stamps });
    });
    const both = await Promise.all(
      [1, 2].map(async () => {
        const port = await freePort();
        const settings = { ...TOKENS, SLACK_API_URL: slack.url, DATABASE_URL: url, PORT: String(port) };
        const one = launch(cwd, settings);
        return { one, url: (await ready(one, port)).url };
      }),
    );
    const plan = async (base: string, what: string): Promise<string[]> => {
      const form = { command: '/crm', text: `next C-1 friday ${what}`, user_id: 'U0ANA', team_id: IDENTITY.team_id };
      const answersTo = new URL('/hooks/none', slack.url).href;
      const more = { trigger_id: what, channel_id: 'C1', channel_name: 'c', response_url: answersTo };
      const body = new URLSearchParams({ ...form, ...more }).toString();
      const target = { url: `${base}/slack/events`, signingSecret: TOKENS.SLACK_SIGNING_SECRET };
      const answer = await (await raw(target, { body })).text();
      // A machine that is busy with other things may be late.
      if (!/nothing was saved|Try again/.test(answer)) expect(answer).toMatch(/\bF-\d+/);
      return /\bF-\d+/.test(answer) ? [what] : [];
    };
    /** One after the other, as somebody types them. */
    const planAll = async (base: string, who: string): Promise<string[]> => {
      const saved: string[] = [];
      for (let n = 0; n < 20; n += 1) saved.push(...(await plan(base, `${who} calls ${n}`)));
      return saved;
    };
    const said = await Promise.all(
      both.flatMap(({ url: base }, n) => [planAll(base, `A${n}`), planAll(base, `B${n}`)]),
    );
    for (const { one } of both) expect(await stop(one)).toMatchObject({ code: 0, err: [] });
    const saved = said.flat();
    expect(await look(sqliteFile(url), (knex) => knex('follow_ups').orderBy('what').pluck('what'))).toEqual(
      saved.toSorted(),
    );
    for (const who of ['A0', 'B0', 'A1', 'B1'])
      expect(saved.filter((what) => what.startsWith(who)).length).toBeGreaterThan(10);
    for (const { one } of both) expect(complaints(one)).toEqual([]);
  });
});
