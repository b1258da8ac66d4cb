import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { carryImport } from '../../src/crm/import/carry.ts';
import { checkImport } from '../../src/crm/import/check.ts';
import { takeFile } from '../../src/crm/import/import.ts';
import { entityOf } from '../../src/model/registry.ts';
import { answerWithCharts } from '../support/charts.ts';
import { actorFor, given } from '../support/given.ts';
import { openHub, type Hub } from '../support/hub.ts';
import type { Person } from '../support/person.ts';
import { readMessage } from '../support/reading.ts';
import { until } from '../support/until.ts';

let hub: Hub;
let maya: Person;

beforeAll(async () => {
  hub = await openHub();
  ({ maya } = hub);
  hub.crm.at('2026-11-11T09:00:00Z');
  await given(hub, maya, 'customer', { name: 'Acme' });
  hub.crm.at('2026-11-16T09:00:00Z');
  const ctx = { crm: hub.crm, actor: await actorFor(hub, maya), origin: { source: 'form' } as const };
  const lines = [
    'Name,Customer,Stage,Amount,Closed on',
    'Old win,Acme,Won,100,2025-03-10',
    'Open one,Acme,Proposal,50,',
  ];
  const bytes = Buffer.from(lines.join('\n'));
  const { id } = await takeFile(ctx, { entity: entityOf('deal'), file: 'list.csv', bytes });
  await checkImport(ctx, id);
  await carryImport(ctx, id);
  hub.crm.at('2026-11-20T09:00:00Z');
});
afterAll(() => hub.end());

/** The newest answer that is no longer being worked on. */
const asks = async (words: string): Promise<string> => {
  const before = maya.messages('sales').length;
  await maya.slash(`/crm ${words}`, { in: 'sales' });
  const answered = () =>
    maya
      .messages('sales')
      .slice(before)
      .findLast(({ text }) => !/^(Preparing|Loading) /.test(text));
  const message = await until(() => answered()!);
  return readMessage(message, maya.driver.snapshot());
};

test('what moved tells imports apart, and since when they are known', async () => {
  const before = maya.messages('sales').length;
  await maya.slash('/crm summary moved since:2026-11-12', { in: 'sales' });
  const numbers = await answerWithCharts(maya, 'sales', before);
  expect(numbers).toContain('Imported | 1 | +€50');
  expect(numbers).not.toContain('New |');
  expect(numbers).toContain(
    '2 deals were imported on 16 Nov 2026. The audit log doesn’t know them from before, so they don’t count as new, won or lost.',
  );
  expect(numbers).not.toContain('opened and closed in between');
});

test('an answer about a day before an import says what it cannot know', async () => {
  const note = '2 records were imported since. The audit log doesn’t know them from before.';
  expect(await asks('list deals as-of:2026-11-15')).toContain(note);
  expect(await asks('list deals as-of:2026-11-17')).not.toContain('imported since');
});

test('a deal that was imported says at least how long it is in its stage', async () => {
  expect(await asks('show "Open one"')).toContain('Proposal at least 4 days so far');
  expect(await asks('show "Old win"')).toContain('Won since 10 Mar 2025');
});

test('the sales cycle is not known where no start is', async () => {
  const numbers = await asks('summary numbers 2025-03');
  expect(numbers).toContain('Sales cycle, median | not known');
  expect(numbers).toContain('Sales cycle: not known, because 1 imported deal has no known start.');
});
