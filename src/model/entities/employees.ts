import { ROLE_LABELS } from '../roles.ts';
import type { RecordOf } from '../record.ts';
import { defineEntity } from '../entity.ts';
import { choice, dateTime, email, person, phone, text } from '../fields.ts';
import { sameEmail, samePerson, samePhone } from '../duplicates/matchers.ts';

export const employees = defineEntity({
  name: 'employee',
  plural: 'employees',
  elsewhere: ['user', 'owner'],
  prefix: 'E',
  icon: ':id:',
  table: 'employees',
  help: 'A colleague who works with customers, and what they may do here.',
  isPerson: true,
  title: 'name',
  traits: {
    isColleague: true,
    isCalledByName: true,
    affectsCards: { dealsBy: 'owner', when: ['name'] },
  },
  fields: {
    name: text({ label: 'Name', required: true, max: 120 }),
    person: person({ label: 'Slack user', only: 'admin', help: 'Whose commands and clicks are this employee’s.' }),
    role: choice({
      label: 'Role',
      required: true,
      options: ROLE_LABELS,
      initial: 'rep',
      only: 'admin',
      help: 'Admins set up, managers change every record, reps their own, viewers read.',
    }),
    email: email({ label: 'Email' }),
    phone: phone({ label: 'Phone', help: 'With the country code, for example +49 30 1234567.' }),
    leftAt: dateTime({ label: 'Left', hidden: true, ours: true, help: 'Since when they are deactivated in Slack.' }),
  },
  rules: [],
  list: {
    columns: ['name', 'role', 'email', 'phone'],
    search: ['name', 'email', 'phone'],
    sort: { by: 'name', descending: false },
  },
  access: { read: 'viewer', create: 'manager', update: 'manager', remove: 'admin' },
  twins: [samePerson, sameEmail, samePhone],
});

export type EmployeeRecord = RecordOf<typeof employees>;
