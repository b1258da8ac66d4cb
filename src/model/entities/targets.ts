import { defineEntity } from '../entity.ts';
import { money, reference, text } from '../fields.ts';
import { quarterCalled } from '../dates/quarters.ts';

/** What somebody is to win in a quarter; a team's target is the sum of its people's. */
export const targets = defineEntity({
  name: 'target',
  plural: 'targets',
  prefix: 'T',
  icon: ':dart:',
  table: 'targets',
  help: 'The value of deals a person should win in a quarter.',
  title: 'quarter',
  traits: {},
  fields: {
    owner: reference('employee', { label: 'Person', required: true }),
    quarter: text({ label: 'Quarter', required: true, max: 20, help: 'A calendar quarter, like 2026-Q4.' }),
    amount: money({ label: 'Target', required: true, help: 'Value of deals to win in this quarter.' }),
    currency: text({ label: 'Currency', required: true, max: 3, hidden: true, initial: 'currency' }),
  },
  derive: ({ quarter }) => ({ quarter: quarterCalled(quarter) ?? quarter }),
  rules: [
    {
      blamedField: 'quarter',
      say: 'Enter a calendar quarter, like 2026-Q4.',
      holds: ({ quarter }) => quarterCalled(quarter) !== null,
    },
    {
      blamedField: 'amount',
      say: 'Enter an amount above 0, or remove the target.',
      holds: ({ amount }) => amount > 0,
    },
  ],
  list: {
    columns: ['owner', 'quarter', 'amount'],
    search: ['quarter'],
    sort: { by: 'quarter', descending: true },
  },
  access: { read: 'viewer', create: 'manager', update: 'manager', remove: 'manager' },
});
