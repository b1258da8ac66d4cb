import { ROLE_LABELS } from '../access.ts';
import { defineEntity, type AnyRecord, type RuleContext } from '../entity.ts';
import { choice, email, person, phone, text } from '../fields.ts';

const unchangedUnlessAdmin =
  (field: string, usual: string | null) =>
  (employee: AnyRecord, { before, actor }: RuleContext): boolean =>
    actor.role === 'admin' || employee[field] === (before === null ? usual : before[field]);

export const employees = defineEntity({
  name: 'employee',
  plural: 'employees',
  prefix: 'E',
  icon: ':id:',
  table: 'employees',
  help: 'A colleague who works with customers, and what they may do here.',
  title: 'name',
  fields: {
    name: text({ label: 'Name', required: true, max: 120 }),
    person: person({ label: 'Slack user', help: 'Whose commands and clicks are this employee’s.' }),
    role: choice({
      label: 'Role',
      required: true,
      options: ROLE_LABELS,
      initial: 'rep',
      help: 'Admins set up, managers change every record, reps their own, viewers read.',
    }),
    email: email({ label: 'Email' }),
    phone: phone({ label: 'Phone', help: 'With the country code, for example +49 30 1234567.' }),
  },
  rules: [
    { blame: 'role', say: 'Only an admin gives or takes roles.', holds: unchangedUnlessAdmin('role', 'rep') },
    {
      blame: 'person',
      say: 'Only an admin ties a Slack user to an employee.',
      holds: unchangedUnlessAdmin('person', null),
    },
  ],
  list: {
    columns: ['name', 'role', 'email', 'phone'],
    search: ['name', 'email', 'phone'],
    sort: { by: 'name', descending: false },
  },
  access: { read: 'viewer', create: 'manager', update: 'manager', remove: 'admin' },
});
