/** How long Slack waits for `/crm log`, alone and while summaries of a million deals run without pause: the real app, over signed HTTP. */
import { createHmac } from 'node:crypto';
import { constants, copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { launch, ready, stop } from '../tests/support/process.ts';
import { startSlackServer, TOKENS } from '../tests/support/slack-server.ts';
import { company } from './company.ts';
import { median, ms, p99, sorted, timeOf } from './timing.ts';

const TURNS = 4;
const ACKS = 150;
/** Milliseconds between two commands: fifty in a second. */
const EVERY = 20;
/** Summaries that are always under way, each asked by somebody else. */
const STORM = 2;

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

let trigger = 0;
const command = async (url: string, text: string, responseUrl: string): Promise<void> => {
  const body = new URLSearchParams({
    ...{ command: '/crm', text, team_id: 'T0TEAM', user_id: ANA.id, channel_id: 'C0DEALS', api_app_id: 'A0' },
    ...{ trigger_id: `1.2.${(trigger += 1)}`, response_url: responseUrl, team_domain: 'acme', channel_name: 'deals' },
  }).toString();
  const time = String(Math.floor(Date.now() / 1000));
  const signed = createHmac('sha256', TOKENS.SLACK_SIGNING_SECRET).update(`v0:${time}:${body}`).digest('hex');
  const headers = {
    'content-type': 'application/x-www-form-urlencoded',
    'x-slack-request-timestamp': time,
    'x-slack-signature': `v0=${signed}`,
  };
  const response = await fetch(`${url}/slack/events`, { method: 'POST', headers, body });
  if (!response.ok) throw new Error(`${text}: ${response.status}`);
  await response.text();
};

export const benchAcks = async (): Promise<void> => {
  const folder = mkdtempSync(join(tmpdir(), 'customerhub-bench-'));
  const file = join(folder, 'crm.db');
  copyFileSync(await company(), file, constants.COPYFILE_FICLONE);
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
    const acks = async (): Promise<number[]> => {
      const times: number[] = [];
      for (let n = 0; n < ACKS; n += 1) {
        times.push(await timeOf(() => command(url, `log C-${1 + ((n * 7919) % 100_000)}`, later.next().url)));
        await pause(EVERY);
      }
      return times;
    };
    const weather = { stormy: true };
    let summaries = 0;
    const storm = async (): Promise<void> => {
      const words = ['this month', 'this quarter', 'last month', 'this year', 'last 90 days', 'last week'];
      while (weather.stormy) {
        const { url: address, come } = later.next();
        await command(url, `summary ${words[summaries % words.length]}`, address);
        await Promise.race([come, pause(30_000)]);
        summaries += 1;
      }
    };
    await acks();
    const [alone, during]: [number[], number[]] = [[], []];
    for (let turn = 0; turn < TURNS; turn += 1) {
      alone.push(...(await acks()));
      weather.stormy = true;
      const running = Array.from({ length: STORM }, storm);
      during.push(...(await acks()));
      weather.stormy = false;
      await Promise.all(running);
    }
    const told = (times: number[]): string =>
      `median ${ms(median(sorted(times)))}   p99 ${ms(p99(sorted(times)))}   longest ${ms(Math.max(...times))}`;
    console.log(`\nThe acknowledgement of /crm log beside a million deals (${TURNS * ACKS} each, in turns)`);
    console.log(`alone                   ${told(alone)}`);
    console.log(
      `while summaries run     ${told(during)}   (${summaries} summaries)   p99 ${(p99(sorted(during)) / p99(sorted(alone))).toFixed(1)}×`,
    );
  } finally {
    await stop(app);
    await slack.end();
    later.end();
    rmSync(folder, { recursive: true, force: true });
  }
};
