import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { runInTransaction } from '../../src/crm/records/run-in-transaction.ts';
import { openSnapshots } from '../../src/crm/snapshots/snapshots.ts';
import { create, edit } from '../../src/crm/records/mutations.ts';
import type { Actor } from '../../src/model/actor.ts';
import { say } from '../../src/slack/messages/blocks.ts';
import type { SlackRequest, Reply } from '../../src/slack/slack-context.ts';
import { lookBack } from '../../src/slack/commands/as-of.ts';
import type { Command } from '../../src/slack/commands/command.ts';
import { openLog } from '../../src/log.ts';
import { aColleague, aCrm, byCommand, type TestCrm } from '../support/crm.ts';

/** The thread that holds a past dies in the middle of an answer. */

const folder = mkdtempSync(join(tmpdir(), 'customerhub-past-'));
let crm: TestCrm;
let ana: Actor;

beforeAll(async () => {
  crm = await aCrm(`sqlite:${join(folder, 'crm.db')}`);
  ana = await aColleague(crm, 'Ana', 'manager');
  const { id } = await runInTransaction({ crm, actor: ana, origin: byCommand }, (tx) =>
    create(tx, 'customer', { name: 'Acme' }),
  );
  crm.at('2026-11-20T09:00:00Z');
  await runInTransaction({ crm, actor: ana, origin: byCommand }, (tx) =>
    edit(tx, { entity: 'customer', id }, { name: 'Renamed' }),
  );
}, 30_000);
afterAll(async () => {
  await crm.end();
  rmSync(folder, { recursive: true, force: true });
});

const counter = join(folder, 'deaths');
/** The thread of the product, which dies of what is asked for customers as often as the file says: by leaving, or of an error. */
const mortal = (how: 'process.exit(1)' | 'throw new Error("dead")'): URL => {
  const compiled = new URL('../../dist/src/crm/snapshots/snapshot.worker.js', import.meta.url).href;
  const file = join(folder, `mortal-${how.length}.mjs`);
  writeFileSync(
    file,
    `import { readFileSync, writeFileSync } from 'node:fs';
     import { parentPort } from 'node:worker_threads';
     // Ahead of the product's own listener, so that it dies before it answers.
     parentPort.on('message', ({ sql }) => {
       const left = readFileSync(${JSON.stringify(counter)}, 'utf8');
       if (left === '' || !sql.includes('customers')) return;
       writeFileSync(${JSON.stringify(counter)}, left.slice(1));
       parentPort.postMessage = () => {};
       ${how};
     });
     await import(${JSON.stringify(compiled)});`,
  );
  return pathToFileURL(file);
};

/** Asks for customers until it dies of it, at once or behind a message that says so. */
const verb = (late: boolean): Command => ({
  name: 'names',
  usage: 'names',
  help: '',
  run: async ({ slack }) => {
    const read = async () => {
      const names = await slack.crm.database.db('customers').pluck<string[]>('name');
      // Its death may come after the answer to what it died of.
      await slack.crm.database.db('deals');
      await slack.crm.database.snapshot((db) => db('deals'));
      return say(names.join());
    };
    return late ? { kind: 'later', first: say('Working …'), last: read } : { kind: 'say', message: await read() };
  },
});

const textOf = async (reply: Reply): Promise<string> =>
  JSON.stringify(reply.kind === 'later' ? await reply.last() : reply.kind === 'say' ? reply.message : reply);

describe.each(['process.exit(1)', 'throw new Error("dead")'] as const)('by %s', (how) => {
  test.each([
    [1, false, 'Acme'],
    [1, true, 'Acme'],
    [2, false, 'The history couldn’t be read. Try again.'],
    [2, true, 'The history couldn’t be read. Try again.'],
  ])(
    '%i times (behind the answer: %s): “%s”, and the next question is answered',
    async (deaths, late, answer) => {
      const snapshots = openSnapshots(crm, { compiled: mortal(how) });
      const request = {
        crm,
        slack: { crm, snapshots, log: openLog('silent') },
        actor: ana,
        origin: byCommand,
        channel: null,
      } as unknown as SlackRequest;
      const asks = async (): Promise<string> => {
        const words = { said: '2026-11-17', rest: '' };
        return textOf(await lookBack(request, verb(late), words, () => true));
      };
      try {
        writeFileSync(counter, '.'.repeat(deaths));
        const told = await asks().catch(String);
        expect(readFileSync(counter, 'utf8')).toBe('');
        expect(told).toContain(answer);
        expect(await asks()).toContain('Acme');
      } finally {
        await snapshots.close();
      }
    },
    60_000,
  );
});
