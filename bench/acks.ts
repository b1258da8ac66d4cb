/** How long Slack waits for `/crm log` and for the saving of its form, alone and while summaries of a million deals run without pause: the real app, over signed HTTP. */
import { createHmac } from 'node:crypto';
import { constants, copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import { launch, ready, stop } from '../tests/support/process.ts';
import { startSlackServer, TOKENS } from '../tests/support/slack-server.ts';
import { company, SMALL, type Size } from './company.ts';
import { median, ms, p99, sorted, timeOf, type Times } from './timing.ts';

const TURNS = 4;
/** Of each kind in a turn. */
const acksIn = (size: Size): number => (size === SMALL ? 40 : 150);
/** Milliseconds from one request to the next, as long as the app keeps up: fifty in a second. */
const EVERY = 20;
/** Summaries that are always under way: the next is asked for when the one before it was answered. */
const STORMS = [1, 2];

const ANA = {
  ...{ id: 'U0ANA', team_id: 'T0TEAM', name: 'ana', real_name: 'Ana', tz: 'Europe/Berlin', is_admin: true },
  profile: { real_name: 'Ana', display_name: 'Ana' },
};

/** Where the app answers later; `next` resolves with the answer to the one that is asked with that address. */
const answers = async () => {
  const waiting = new Map<string, () => void>();
  const server = createServer((req, res) => {
    req.resume();
    waiting.get(req.url ?? '')?.();
    res.end('ok');
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  let n = 0;
  const next = (): { url: string; come: Promise<void> } => {
    const path = `/${(n += 1)}`;
    const come = new Promise<void>((done) => waiting.set(path, done)).finally(() => waiting.delete(path));
    return { url: `http://127.0.0.1:${port}${path}`, come };
  };
  return { next, end: () => void (server.closeAllConnections(), server.close()) };
};

/** A signed request as Slack sends it. @returns the body of the acknowledgement */
const send = async (url: string, form: Readonly<Record<string, string>>): Promise<string> => {
  const body = new URLSearchParams(form).toString();
  const time = String(Math.floor(Date.now() / 1000));
  const signed = createHmac('sha256', TOKENS.SLACK_SIGNING_SECRET).update(`v0:${time}:${body}`).digest('hex');
  const headers = {
    'content-type': 'application/x-www-form-urlencoded',
    'x-slack-request-timestamp': time,
    'x-slack-signature': `v0=${signed}`,
  };
  const response = await fetch(`${url}/slack/events`, { method: 'POST', headers, body });
  if (!response.ok) throw new Error(`${body}: ${response.status}`);
  return response.text();
};

let sent = 0;
const command = (url: string, text: string, responseUrl: string): Promise<string> =>
  send(url, {
    ...{ command: '/crm', text, team_id: 'T0TEAM', user_id: ANA.id, channel_id: 'C0DEALS', api_app_id: 'A0' },
    ...{ trigger_id: `1.2.${(sent += 1)}`, response_url: responseUrl, team_domain: 'acme', channel_name: 'deals' },
  });

/** Saves the form of `/crm log`, filled in. @throws when the app finds fault with it */
const save = async (url: string, customer: number): Promise<void> => {
  const text = { type: 'plain_text', text: 'Chosen' };
  const choose = (type: string, value: string) => ({ type, selected_option: { value, text } });
  const state: Record<string, unknown> = {
    customer: choose('external_select', String(customer)),
    kind: choose('static_select', 'call'),
    happenedAt: { type: 'datetimepicker', selected_date_time: Math.floor(Date.now() / 1000) - 60 },
    what: { type: 'plain_text_input', value: 'They talked.' },
  };
  const names = Object.keys(state);
  const view = {
    ...{ id: `V${(sent += 1)}`, type: 'modal', callback_id: 'form', hash: '1', title: text },
    private_metadata: JSON.stringify({ form: 'log', entity: 'interaction' }),
    blocks: names.map((name) => ({ type: 'input', block_id: name })),
    state: { values: Object.fromEntries(names.map((name) => [name, { [name]: state[name] }])) },
  };
  const user = { id: ANA.id, team_id: ANA.team_id, name: ANA.name };
  const who = { user, team: { id: ANA.team_id, domain: 'acme' }, api_app_id: 'A0', trigger_id: `1.2.${sent}` };
  const answer = await send(url, { payload: JSON.stringify({ type: 'view_submission', ...who, view }) });
  if (answer.includes('errors')) throw new Error(answer);
};

/** How long each acknowledgement took, in milliseconds. */
type Acks = Record<'open' | 'save', number[]>;

/** Opens the form and saves it, a request every `EVERY` milliseconds. */
const acksOf = async (
  open: (n: number) => Promise<unknown>,
  saving: (n: number) => Promise<unknown>,
  count: number,
): Promise<Acks> => {
  const acks: Acks = { open: [], save: [] };
  let due = performance.now();
  const inTime = async (work: () => Promise<unknown>): Promise<number> => {
    due = Math.max(due + EVERY, performance.now());
    await pause(due - performance.now());
    return timeOf(work);
  };
  for (let n = 0; n < count; n += 1) {
    acks.open.push(await inTime(() => open(n)));
    acks.save.push(await inTime(() => saving(n)));
  }
  return acks;
};

export const benchAcks = async (size: Size): Promise<void> => {
  const folder = mkdtempSync(join(tmpdir(), 'customerhub-bench-'));
  const file = join(folder, 'crm.db');
  copyFileSync(await company(size), file, constants.COPYFILE_FICLONE);
  const slack = await startSlackServer();
  Object.assign(slack.answers, {
    'users.info': { ok: true, user: ANA },
    'views.open': { ok: true, view: { id: 'V0' } },
  });
  const later = await answers();
  const settings = { ...TOKENS, SLACK_API_URL: slack.url, DATABASE_URL: `sqlite:${file}`, LOG_LEVEL: 'silent' };
  const app = launch(folder, settings);
  try {
    const { url } = await ready(app);
    const customer = (n: number): number => 1 + ((n * 7919) % size.customers);
    const acks = (): Promise<Acks> =>
      acksOf(
        (n) => command(url, `log C-${customer(n)}`, later.next().url),
        (n) => save(url, customer(n)),
        acksIn(size),
      );
    const storm = { runs: true, summaries: 0 };
    const blow = async (): Promise<void> => {
      const words = ['this month', 'this quarter', 'last month', 'this year', 'last 90 days', 'last week'];
      while (storm.runs) {
        const { url: address, come } = later.next();
        await command(url, `summary ${words[storm.summaries % words.length]}`, address);
        await Promise.race([come, pause(30_000)]);
        storm.summaries += 1;
      }
    };
    const busy = async (summaries: number): Promise<Acks> => {
      storm.runs = true;
      const running = Array.from({ length: summaries }, blow);
      const taken = await acks();
      storm.runs = false;
      await Promise.all(running);
      return taken;
    };
    await acks();
    const alone: Acks[] = [];
    const during = STORMS.map((): Acks[] => []);
    for (let turn = 0; turn < TURNS; turn += 1) {
      alone.push(await acks());
      for (const [n, summaries] of STORMS.entries()) during[n]?.push(await busy(summaries));
    }
    console.log(
      `\nAcknowledgements beside ${size.deals.toLocaleString('en')} deals (${TURNS * acksIn(size)} of each, in turns; ${storm.summaries} summaries meanwhile)`,
    );
    for (const [what, words] of [
      ['open', '/crm log opens'],
      ['save', 'its form saves'],
    ] as const) {
      const timesOf = (turns: readonly Acks[]): Times => sorted(turns.flatMap((turn) => turn[what]));
      const told = (times: Times): string =>
        `median ${ms(median(times))}   p99 ${ms(p99(times))}   longest ${ms(times.at(-1) ?? 0)}`;
      const quiet = timesOf(alone);
      console.log(`${words.padEnd(15)} alone                          ${told(quiet)}`);
      for (const [n, summaries] of STORMS.entries()) {
        const times = timesOf(during[n] ?? []);
        console.log(
          `${words.padEnd(15)} ${summaries} summar${summaries === 1 ? 'y ' : 'ies'} always under way   ${told(times)}   p99 ${(p99(times) / p99(quiet)).toFixed(1)}×`,
        );
      }
    }
  } finally {
    await stop(app);
    await slack.end();
    later.end();
    rmSync(folder, { recursive: true, force: true });
  }
};
