import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { carryImport } from '../../../src/crm/import/carry.ts';
import { stopOrphans } from '../../../src/crm/import/stopped.ts';
import { create } from '../../../src/crm/records/mutations.ts';
import { runInTransaction } from '../../../src/crm/records/run-in-transaction.ts';
import type { Actor } from '../../../src/model/actor.ts';
import type { Answers } from '../../../src/model/import/answers.ts';
import { aColleague, aCrm, byCommand, NOW, type TestCrm } from '../../support/crm.ts';
import { onBothDatabases } from '../../support/databases.ts';
import { importsBy } from '../../support/importing.ts';

jest.setTimeout(120_000);

/** Rows that refer to what is not there: by a name, by a name that somebody corrected, and by nothing. */
const deals = (n: number): string =>
  [
    'Deal ID,Name,Customer,Owner',
    ...Array.from(
      { length: n },
      (_, at) => `${at + 1},Deal ${at},${['South', ''][at % 2]},${['Maya', 'G. Hollis'][at % 2]}`,
    ),
  ].join('\n');

const ANSWERS: Partial<Answers> = {
  values: { owner: { 'g. hollis': { is: 'create', words: 'Gwen Hollis' } }, customer: { south: { is: 'create' } } },
  defaults: { customer: { is: 'create', words: 'No account' } },
};

onBothDatabases((fresh) => {
  let url: string;
  let crm: TestCrm;
  let maya: Actor;
  let by: ReturnType<typeof importsBy>;
  beforeEach(async () => {
    url = await fresh();
    crm = await aCrm(url);
    maya = await aColleague(crm, 'Maya', 'manager');
    by = importsBy(crm, maya);
  });
  afterEach(() => crm.end());

  const names = async (table: string): Promise<string[]> => (await by.rows(table)).map(({ name }) => name);

  test('what rows refer to is created once, and not again by a later file with the same answers', async () => {
    const first = await by.imported('deal', deals(6), ANSWERS);
    expect(first.tally).toMatchObject({ created: 6, made: { customer: 2, employee: 1 } });
    const later = await by.imported('deal', deals(8), ANSWERS);
    expect(later.tally).toMatchObject({ created: 2, changed: 0, same: 6, made: {} });
    expect(await names('customers')).toEqual(['South', 'No account']);
    expect(await names('employees')).toEqual(['Maya', 'Gwen Hollis']);
    const [, gwen] = await by.rows('employees');
    expect((await by.rows('deals')).map(({ owner_id: owner }) => owner === gwen.id)).toEqual(
      Array.from({ length: 8 }, (_, at) => at % 2 === 1),
    );
  });

  test('the same by an ID that a value of its own answers', async () => {
    const text = 'Id,AccountId,Name,IsDeleted\n006A,001A,One,0\n006B,001A,Two,0';
    const answers: Partial<Answers> = {
      values: { 'customer.key': { '001A': { is: 'create', words: 'North' } } },
    };
    expect((await by.imported('deal', text, answers)).tally).toMatchObject({ created: 2, made: { customer: 1 } });
    expect((await by.imported('deal', text, answers)).tally).toMatchObject({ same: 2, made: {} });
  });

  test('where a name could be several, one more is created, once, however often the import stops', async () => {
    for (const country of ['Norway', 'Spain'])
      await runInTransaction({ crm, actor: maya, origin: byCommand }, (tx) =>
        create(tx, 'customer', { name: 'South', country }),
      );
    const job = await by.checked('deal', deals(250), { ...ANSWERS, others: { customer: 'create' } });
    expect(job.tally).toMatchObject({ created: 250, made: { customer: 2, employee: 1 } });
    for (let stops = 0; stops < 2; stops++) {
      const closing = new AbortController();
      const progress = (): void => closing.abort();
      expect(await carryImport(by.ctx, job.id, { progress, signal: closing.signal })).toMatchObject({
        state: 'stopped',
      });
    }
    const done = await carryImport(by.ctx, job.id);
    expect(done.tally).toEqual(job.tally);
    expect(await names('customers')).toEqual(['South', 'South', 'South', 'No account']);
    expect(await names('employees')).toEqual(['Maya', 'Gwen Hollis']);
  });

  test('a process that is killed in the middle leaves what it created to the next one; Undo takes all of it', async () => {
    const job = await by.checked('deal', deals(900), ANSWERS);
    const program = join(import.meta.dirname, 'carrying.ts');
    const child = spawn(process.execPath, ['--import', 'tsx', program, url, maya.slackUserId, String(job.id)]);
    await once(child.stdout, 'data');
    child.kill('SIGKILL');
    await once(child, 'close');
    const some = (await by.rows('deals')).length;
    expect(some).toBeGreaterThan(0);
    expect(some).toBeLessThan(900);
    crm.at(new Date(NOW + 61_000).toISOString());
    await stopOrphans(crm);
    const done = await carryImport(by.ctx, job.id);
    expect(done).toMatchObject({ state: 'done', tally: { created: 900, made: { customer: 2, employee: 1 } } });
    expect(await names('customers')).toEqual(['South', 'No account']);
    expect(await names('employees')).toEqual(['Maya', 'Gwen Hollis']);
    await by.undone(job);
    expect([await names('deals'), await names('customers'), await names('employees')]).toEqual([[], [], ['Maya']]);
  });
});
