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
  help: 'A teammate and their role in CustomerHub.',
  isPerson: true,
  title: 'name',
  describedBy: 'role',
  traits: {
    isColleague: true,
    isCalledByName: true,
    affectsCards: { dealsBy: 'owner', when: ['name'] },
  },
  fields: {
    name: text({ label: 'Name', required: true, max: 120 }),
    person: person({ label: 'Slack user', only: 'admin', help: 'The Slack account of this employee.' }),
    role: choice({
      label: 'Role',
      required: true,
      options: ROLE_LABELS,
      initial: 'rep',
      only: 'admin',
      help: 'Admins manage settings. Managers edit all records, reps their own. Viewers can only look.',
    }),
    email: email({ label: 'Email' }),
    phone: phone({ label: 'Phone', help: 'With the country code, like +49 30 1234567.' }),
    leftAt: dateTime({ label: 'Left', hidden: true, ours: true, help: 'When they were deactivated in Slack.' }),
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
