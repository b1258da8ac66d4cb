import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { TEAM } from '../../src/demo/cast.ts';
import { given, type AuditRow } from '../support/given.ts';
import { openHub, type Hub } from '../support/hub.ts';
import type { Person } from '../support/person.ts';
import { until } from '../support/until.ts';

let hub: Hub;
let ana: Person;

beforeAll(async () => {
  hub = await openHub();
  ({ ana } = hub);
  const { id: customer } = await given(hub, ana, 'customer', { name: 'Acme Logistics' });
  await given(hub, ana, 'deal', { name: 'Rollout', customer, amount: '12k' });
  for (let n = 0; n < 16; n++) await given(hub, ana, 'contact', { name: `Staff ${n}`, customer });
});
afterEach(() => ana.cancel({ all: true }).catch(() => undefined));
afterAll(() => hub.end());

interface OperationEffect {
  what: string;
  does: () => Promise<unknown>;
  /** `verb entity source`, oldest first. */
  leaves: string[];
}

const inSales = (command: string) => ana.slash(command, { in: 'sales' });

const DEEDS: OperationEffect[] = [
  { what: 'show', does: () => inSales('/crm show C-1'), leaves: ['show customer command'] },
  { what: 'find', does: () => inSales('/crm find acme'), leaves: ['find  command'] },
  { what: 'list', does: () => inSales('/crm list contacts'), leaves: ['list contact command'] },
  { what: 'another page', does: () => ana.click('Next ▶'), leaves: ['list contact button'] },
  { what: 'summary', does: () => inSales('/crm summary'), leaves: ['summary  command'] },
  { what: 'stage', does: () => inSales('/crm stage rollout proposal'), leaves: ['update deal command'] },
  {
    what: 'undo by its button',
    does: () => ana.click('Undo'),
    leaves: ['undo  undo', 'update deal undo'],
  },
  { what: 'subscribe', does: () => inSales('/crm subscribe usual'), leaves: ['create subscription command'] },
  { what: 'subscriptions', does: () => inSales('/crm subscriptions'), leaves: ['list subscription command'] },
  { what: 'unsubscribe', does: () => inSales('/crm unsubscribe'), leaves: ['remove subscription command'] },
  {
    what: 'the log form with a new customer, a deal move and a next step',
    does: async () => {
      await inSales('/crm log rollout');
      await ana.fill({ 'What was said': 'Hello', Stage: 'Negotiation', Due: '2026-11-20' });
      expect(await ana.submit()).toEqual({});
      await until(() => ana.sees().includes('Logged a call'));
    },
    leaves: ['create interaction form', 'update deal form', 'create followUp form'],
  },
  { what: 'Share', does: () => ana.click('Share'), leaves: ['share interaction button'] },
  { what: 'Home', does: () => ana.home(), leaves: ['home  home'] },
  {
    what: 'a refusal',
    does: () => hub.gus.slash('/crm list deals', { in: 'general' }),
    leaves: ['refused  command'],
  },
];

test.each(DEEDS)('$what leaves its trace', async ({ does, leaves }) => {
  const trail = () => hub.crm.database.db('audit_log').orderBy('id') as Promise<AuditRow[]>;
  const before = (await trail()).length;
  await does();
  await until(async () => (await trail()).length >= before + leaves.length);
  await hub.practice.workspace.quiet();
  const rows = (await trail()).slice(before);
  expect(rows.map(({ verb, entity, source }) => `${verb} ${entity ?? ''} ${source}`)).toEqual(leaves);
  for (const row of rows) {
    expect(row.slack_team_id).toBe(TEAM.id);
    expect([ana.id, hub.gus.id]).toContain(row.slack_user_id);
  }
});

test('a change is kept with what was before and after', async () => {
  await inSales('/crm edit C-1');
  await ana.fill({ Industry: 'Haulage' });
  await ana.submit();
  const [row] = await hub.crm.database.db('audit_log').where({ verb: 'update', entity: 'customer' });
  expect(JSON.parse(row.changes)).toEqual({ industry: [null, 'Haulage'] });
});
