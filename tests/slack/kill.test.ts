import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, test } from '@jest/globals';
import { runInTransaction } from '../../src/crm/records/run-in-transaction.ts';
import { create, edit } from '../../src/crm/records/mutations.ts';
import { subscribe } from '../../src/crm/notifications/subscriptions/subscribe.ts';
import { ANA, TEAM } from '../../src/demo/cast.ts';
import { randomOf } from '../../src/demo/luck.ts';
import { aColleague, aCrm, byCommand, type TestCrm } from '../support/crm.ts';
import { onPostgres, onSqlite, type Fresh } from '../support/databases.ts';
import { manifest } from '../support/hub.ts';
import { startPractice, type Practice } from '../support/practice.ts';
import { until } from '../support/until.ts';
import { tries } from '../support/thorough.ts';

/**
 * How many times faster than others the clock of everybody here runs. Several at once need leases that last: whoever is
 * held up on a busy machine for longer than a lease loses it while its call is under way.
 */
const SPEED = { alone: 20, several: 6 };
/** Whoever begins asks who reads in each of them: more would cost more than what is delivered. */
const CHANNELS = Array.from({ length: 30 }, (_, n) => ({
  id: `C0TEAM${n}`,
  name: `team-${n}`,
  members: [ANA.id],
  hasApp: true,
}));
/** A minute where nothing else runs; machines that are busy take their time. */
const PATIENCE = 1_200_000;
/** Where Node keeps what it compiled, so that the next one starts sooner (from Node 22 on). */
const cache = join(tmpdir(), 'customerhub-compiled');
const KILLS = {
  alone: tries('KILLS', { usually: 12, thoroughly: 100 }),
  several: tries('KILLS', { usually: 3, thoroughly: 10 }),
};

interface World {
  crm: TestCrm;
  practice: Practice;
  /** What a process that delivers is started with. */
  settings: string;
  updates: number;
}

/** Every channel hears of every deal, which is a card, and of its amount, a reply to it; that all of it still has to be delivered is the work of the road. */
const openWorld = async (url: string, deals: number, speed: number): Promise<World> => {
  const crm = await aCrm(url);
  const clock = { start: crm.now() + 3_600_000, since: Date.now(), speed };
  const practice = await startPractice({
    ...{ team: TEAM, people: [ANA], channels: CHANNELS, manifest, rateLimits: false as const, eventRetryMs: [] },
    clock: () => clock.start + (Date.now() - clock.since) * clock.speed,
  });
  const ana = { ...(await aColleague(crm, 'Ana')), slackTeamId: TEAM.id };
  for (const { id } of CHANNELS) await subscribe({ crm, actor: ana, origin: byCommand }, { channel: id });
  const { id: customer } = await runInTransaction({ crm, actor: ana, origin: byCommand }, (tx) =>
    create(tx, 'customer', { name: 'Acme' }),
  );
  for (let n = 1; n <= deals; n += 1) {
    const { id } = await runInTransaction({ crm, actor: ana, origin: byCommand }, (tx) =>
      create(tx, 'deal', { name: `Deal ${n}`, customer }),
    );
    await runInTransaction({ crm, actor: ana, origin: byCommand }, (tx) =>
      edit(tx, { entity: 'deal', id }, { amount: '1000' }),
    );
  }
  const { botToken, signingSecret, apiUrl } = practice.workspace.credentials;
  const connection = { botToken, apiUrl, via: { kind: 'http', signingSecret } };
  return { crm, practice, settings: JSON.stringify({ url, connection, clock }), updates: CHANNELS.length * deals * 2 };
};

/** A process that is ready to deliver as soon as it is told to. */
const conceive = async ({ settings }: World): Promise<ChildProcess> => {
  const { PATH = '' } = process.env;
  const path = join(import.meta.dirname, 'mortal.worker.mjs');
  const child = fork(path, {
    execArgv: [],
    env: { PATH, MORTAL: settings, NODE_COMPILE_CACHE: cache },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  await once(child, 'message');
  return child;
};

const kill = async (child: ChildProcess): Promise<void> => {
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
};

/** Outbox ids in the order in which the workspace took their messages. */
const taken = ({ practice }: World): number[] =>
  practice.workspace.record
    .callsTo('chat.postMessage')
    .filter(({ response }) => (response as { ok?: boolean }).ok === true)
    .map(
      ({ args }) =>
        (JSON.parse(String(args['metadata'])) as { event_payload: { outbox_id: number } }).event_payload.outbox_id,
    );

const undelivered = async ({ crm }: World): Promise<number[]> =>
  (await crm.database.db('outbox').whereNull('delivered_at').pluck('id')).map(Number);

/** Of what the workspace has taken, that of which no courier ever knew: their answers did not arrive. */
const unknown = async (world: World): Promise<number[]> => {
  const posted = new Set(taken(world));
  return (await undelivered(world)).filter((id) => posted.has(id));
};

const posts = ({ practice }: World): number => practice.workspace.record.callsTo('chat.postMessage').length;
const heldPosts = ({ practice }: World): number =>
  practice.workspace.record.callsTo('chat.postMessage').filter(({ status }) => status === 0).length;

/** What the killing showed. */
interface Toll {
  kills: number;
  /** Ids whose answer had not arrived when a process was killed. */
  unanswered: Set<number>;
}

/**
 * Lets process after process deliver, each until it is killed at a random moment; every fifth while the workspace has
 * taken a message and holds back the answer. The next one is made ready meanwhile, so that no time is lost.
 * @param atOnce so many deliver at the same time
 */
const bringDeath = async (world: World, kills: number, atOnce: number): Promise<Toll> => {
  const { between } = randomOf(4711);
  const { faults } = world.practice.workspace;
  const unanswered = new Set<number>();
  const alive: ChildProcess[] = [];
  let next = conceive(world);
  const begin = async (): Promise<ChildProcess> => {
    const born = await next;
    born.send('begin');
    alive.push(born);
    next = conceive(world);
    return born;
  };
  try {
    for (let n = 0; n < kills; n += 1) {
      while (alive.length < atOnce) await begin();
      const isHeld = n % 5 === 0;
      if (isHeld) faults.next('chat.postMessage', { kind: 'hang', when: 'after' });
      const [count, goal] = isHeld ? [heldPosts, heldPosts(world) + 1] : [posts, posts(world) + between(1, 10)];
      await until(() => count(world) >= goal, 180_000);
      await wait(between(0, 12));
      await kill(alive.shift() as ChildProcess);
      faults.clear();
      for (const id of await unknown(world)) unanswered.add(id);
    }
    await begin();
    await until(async () => (await undelivered(world)).length === 0, 600_000);
    return { kills, unanswered };
  } finally {
    await Promise.all([...alive, await next].map(kill));
  }
};

const often = (ids: readonly number[]): Map<number, number> => {
  const times = new Map<number, number>();
  for (const id of ids) times.set(id, (times.get(id) ?? 0) + 1);
  return times;
};

/** `1-20, 23`: numbers that follow each other taken together. */
const inRanges = (sorted: readonly number[]): string => {
  const runs: [number, number][] = [];
  for (const id of sorted) {
    const last = runs.at(-1);
    if (last && last[1] === id - 1) last[1] = id;
    else runs.push([id, id]);
  }
  return runs.map(([from, to]) => (from === to ? `${from}` : `${from}-${to}`)).join(', ');
};

/** Counts in the workspace's own record. */
const reckon = (world: World, written: readonly number[], { kills, unanswered }: Toll) => {
  const times = often(taken(world));
  const lost = written.filter((id) => !times.has(id));
  const doubled = written.filter((id) => (times.get(id) ?? 0) > 1);
  const list = inRanges([...unanswered].toSorted((a, b) => a - b));
  process.stdout.write(
    `${kills} kills, ${written.length} updates: ${lost.length} lost, ${doubled.length} doubled. Answers that never arrived, ${unanswered.size}: ${list}\n`,
  );
  return { lost, doubled };
};

/** In each channel the deals were told in the order in which they came; one that was held up let others pass, not itself. */
const isInOrder = async ({ crm }: World): Promise<boolean> => {
  const rows: { channel: string; lane: string; id: number; delivered_ts: string | null }[] = await crm.database
    .db('outbox')
    .whereNotNull('delivered_ts')
    .orderBy('id');
  const last = new Map<string, number>();
  return rows.every(({ channel, lane, delivered_ts: ts }) => {
    const key = `${channel} ${lane}`;
    const ordered = Number(ts) > (last.get(key) ?? 0);
    last.set(key, Number(ts));
    return ordered;
  });
};

const suite = (kills: number, atOnce: number) => (fresh: Fresh) => {
  /** Twice their number in each channel is more than what is delivered until the last kill. */
  const deals = 5 + Math.ceil(kills / 3);
  test(
    `${kills} kills with ${atOnce} delivering at once lose no update and double none`,
    async () => {
      const world = await openWorld(await fresh(), deals, atOnce === 1 ? SPEED.alone : SPEED.several);
      const written = (await world.crm.database.db('outbox').pluck('id')).map(Number);
      expect(written).toHaveLength(world.updates);
      const toll = await bringDeath(world, kills, atOnce);
      const { lost, doubled } = reckon(world, written, toll);
      expect(lost).toEqual([]);
      expect(doubled).toEqual([]);
      expect(toll.unanswered.size).toBeGreaterThanOrEqual(kills / 10);
      expect(await isInOrder(world)).toBe(true);
      await world.practice.close();
      await world.crm.end();
    },
    PATIENCE,
  );
};

describe('kill -9 during delivery', () => {
  onSqlite(suite(KILLS.alone, 1));
  onPostgres(suite(KILLS.several, 3));
});
