import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { given } from '../support/given.ts';
import { openHub, type Hub } from '../support/hub.ts';
import type { Person } from '../support/person.ts';
import { until } from '../support/until.ts';

let hub: Hub;
beforeAll(async () => {
  hub = await openHub({ scanMs: [150, 150] });
  const { id: acme } = await given(hub, hub.ana, 'customer', { name: '=Acme, "Logistics"', phone: '+49 30 1234567' });
  await given(hub, hub.ana, 'deal', { name: 'Rollout', customer: acme, amount: '1,200.50' });
  await given(hub, hub.ana, 'deal', { name: 'Small one', customer: acme, amount: '10' });
});
afterAll(() => hub.end());

/** The text of the newest file in somebody's conversation with CustomerHub. */
const newestFile = async (person: Person): Promise<string> => {
  const file = await until(() =>
    person
      .messages('app')
      .flatMap(({ files }) => files)
      .at(-1),
  );
  return (await fetch(`${hub.practice.url}${file?.url}`)).text();
};

test('a manager gets what a list would show as a CSV file, and the trail knows', async () => {
  await hub.maya.slash('/crm export deals amount>100', { in: 'leadership' });
  await until(() => hub.maya.reads('leadership').join().includes('1 deal: the file is in your messages'));
  const [head, ...lines] = (await newestFile(hub.maya)).split('\r\n');
  expect(head).toMatch(
    /^.?CustomerHub ID \([0-9a-f]{6}\),Name,Customer,Contact,Stage,Amount,Currency,Expected close,Owner,/,
  );
  expect(lines[0]).toMatch(/^D-1,Rollout,"'=Acme, ""Logistics""",,Lead,1200.5,EUR,,Ana Kovačević,/);
  expect(lines.slice(1)).toEqual(['']);
  const [newest] = await hub.crm.database.db('audit_log').orderBy('id', 'desc');
  expect(newest).toMatchObject({ verb: 'export', entity: 'deal', slack_user_id: hub.maya.id });
});

test('a rep gets no file, hears who can help, and the trail knows', async () => {
  await hub.ana.slash('/crm export customers', { in: 'sales' });
  expect(hub.ana.sees()).toMatch(/can’t export records.*Ask .*Maya/);
  const [newest] = await hub.crm.database.db('audit_log').orderBy('id', 'desc');
  expect(newest).toMatchObject({ verb: 'refused', slack_user_id: hub.ana.id });
});

test.each(['', 'spaceships'])('/crm export %s says what can be exported', async (words) => {
  await hub.maya.slash(`/crm export ${words}`, { in: 'leadership' });
  expect(hub.maya.sees()).toContain('Use /crm export <customers|contacts|deals|interactions|employees> [filters].');
});

describe('the answer says that a file is there', () => {
  const answers = (): string[] => hub.maya.reads('leadership').filter((text) => text.includes('1 customer: the file'));
  const filesOf = (): number => hub.maya.messages('app').flatMap(({ files }) => files).length;

  test('only once Slack has put it there', async () => {
    const { record } = hub.practice.workspace;
    const [before, known] = [filesOf(), answers().length];
    record.clear();
    await hub.maya.slash('/crm export customers', { in: 'leadership' });
    await until(() => answers().length > known);
    expect(answers().at(-1)).toContain('is in your messages with @customerhub.');
    expect(filesOf()).toBe(before + 1);
    const order = record.posted.map(({ text, files }) =>
      files.length > 0 ? 'file' : text.includes(': the file') ? 'answer' : '',
    );
    expect(order.filter(Boolean)).toEqual(['file', 'answer']);
  });

  test.each([
    ['is still looking through it', () => void (hub.practice.workspace.faults.keepsFiles = true)],
    [
      'does not say whether it is',
      () => hub.practice.workspace.faults.always('files.info', { kind: 'error', error: 'missing_scope' }),
    ],
  ])('and that it is on its way where Slack %s', async (_why, trouble) => {
    const known = answers().length;
    trouble();
    await hub.maya.slash('/crm export customers', { in: 'leadership' });
    await until(() => answers().length > known);
    hub.practice.workspace.faults.clear();
    expect(answers().at(-1)).toContain(
      'is on the way to your messages with @customerhub. Slack is still checking it. You don’t need to do anything.',
    );
  });
});
