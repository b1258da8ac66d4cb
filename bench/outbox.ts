/**
 * Delivery: the next messages out of 100,000 that wait, beside the plain query for them over the same rows; and one change
 * told to 100 channels, beside Slack's limit of one message a second to each.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { setTimeout as wait } from 'node:timers/promises';
import { openCrm, type Crm } from '../src/crm/context/index.ts';
import { startDelivery } from '../src/slack/delivery/delivery.ts';
import { Message } from '../src/slack/messages/blocks.ts';
import { backgroundClient } from '../src/slack/delivery/client.ts';
import { READY } from '../src/store/outbox/claim.ts';
import { writeOutbox } from '../src/store/outbox/outbox.ts';
import { inTurns, median, ms, p99 } from './timing.ts';

const WAITING = 100_000;
const CHANNELS = 100;
const ROUNDS = 15;
/** How long this Slack takes to answer, in milliseconds. */
const ANSWER_MS = 80;
const AT = '2026-11-16T14:00:00.000Z';

const open = (folder: string, name: string): Promise<Crm> =>
  openCrm({
    url: `sqlite:${join(folder, name)}`,
    defaults: { currency: 'EUR', locale: 'en-GB', timeZone: 'Europe/Berlin' },
    defaultRole: 'rep',
  });

const write = ({ database: { db: knex } }: Crm, each: number, at: string): Promise<void> =>
  knex.transaction((db) =>
    writeOutbox(
      db,
      Array.from({ length: CHANNELS * each }, (_, n) => ({
        ...{ subscriptionId: null, team: 'T0', channel: `C${n % CHANNELS}`, kind: 'note', payload: '{}' },
        lane: `deal ${n % 977}`,
      })),
      at,
    ),
  );

/** The first of each lane, the first of these in each channel, as one would write it down. */
const PLAIN = `select min(id) as id from outbox where id in (
    select min(id) from outbox where delivered_at is null and failed_at is null group by team, channel, lane)
  and due_at <= :now group by team, channel order by 1 limit :limit`;

const benchClaims = async (crm: Crm): Promise<void> => {
  await write(crm, WAITING / CHANNELS, AT);
  const asked = { now: new Date().toISOString(), limit: 10 };
  const run = (sql: string) => () => crm.database.db.raw(sql, asked);
  const [ready = [], plain = []] = await inTurns(ROUNDS, run(READY), run(PLAIN));
  const times = median(plain) / median(ready);
  console.log(
    `the next 10 of ${WAITING.toLocaleString('en')} in ${CHANNELS} channels: ${ms(median(ready))} (p99 ${ms(p99(ready))}), plain query ${ms(median(plain))}: ${times.toFixed(0)} times`,
  );
};

/** A Slack that takes everything, after a while. */
const startSlack = async (): Promise<{ server: Server; url: string; posted: Map<string, number[]> }> => {
  const posted = new Map<string, number[]>();
  const server = createServer((req, res) => {
    let body = '';
    req.on('data', (part: Buffer) => void (body += part.toString()));
    req.on('end', () => {
      const channel = new URLSearchParams(body).get('channel') ?? '';
      posted.set(channel, [...(posted.get(channel) ?? []), performance.now()]);
      setTimeout(() => res.end(JSON.stringify({ ok: true, channel, ts: '1.1' })), ANSWER_MS);
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/`, posted };
};

const benchFanOut = async (crm: Crm, changes: number): Promise<void> => {
  const { server, url, posted } = await startSlack();
  const log = { info: () => {}, warn: () => {}, error: () => {} };
  await write(crm, changes, new Date().toISOString());
  const start = performance.now();
  const worker = startDelivery({
    ...{ crm, log, client: backgroundClient('xoxb-bench', url) },
    render: () => Promise.resolve(Message.of({ title: 'Ana won Rollout', blocks: [] })),
    renderCard: () => Promise.resolve(null),
  });
  const count = (): number => [...posted.values()].reduce((sum, times) => sum + times.length, 0);
  while (count() < CHANNELS * changes) await wait(5);
  const took = Math.max(...[...posted.values()].flat()) - start;
  await worker.stop();
  server.closeAllConnections();
  await new Promise((done) => server.close(done));
  const floor = Math.max(1, changes - 1) * 1000;
  const limit =
    changes === 1 ? 'of the second in which each takes one' : `times the ${floor} ms that one channel takes`;
  console.log(`${changes} to each of ${CHANNELS} channels: ${ms(took)}, ${(took / floor).toFixed(2)} ${limit}`);
};

export const benchOutbox = async (): Promise<void> => {
  const folder = mkdtempSync(join(tmpdir(), 'customerhub-bench-'));
  const crms = await Promise.all(['claims.db', 'one.db', 'five.db'].map((name) => open(folder, name)));
  const [claims, one, five] = crms as [Crm, Crm, Crm];
  await benchClaims(claims);
  await benchFanOut(one, 1);
  await benchFanOut(five, 5);
  await Promise.all(crms.map(({ database }) => database.close()));
  rmSync(folder, { recursive: true, force: true });
};
