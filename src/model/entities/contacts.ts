import { defineEntity } from '../entity.ts';
import { email, LONGEST_TEXT, longText, phone, reference, text } from '../fields.ts';
import { cooperative } from '../policies.ts';
import { sameEmail, samePersonThere, samePhone } from '../duplicates/matchers.ts';

export const contacts = defineEntity({
  name: 'contact',
  plural: 'contacts',
  elsewhere: ['person', 'contact person'],
  prefix: 'P',
  icon: ':bust_in_silhouette:',
  table: 'contacts',
  help: 'A person at a customer.',
  isPerson: true,
  title: 'name',
  describedBy: 'role',
  traits: { isCalledByName: true, isErasable: true, isCounted: true, keepsStart: true },
  // What is known of a person stays inside, unless a field says otherwise.
  sensitivity: 'internal',
  fields: {
    name: text({ label: 'Name', required: true, max: 120, sensitivity: 'open' }),
    customer: reference('customer', { label: 'Customer', required: true, sensitivity: 'open' }),
    role: text({
      label: 'Role',
      max: 80,
      help: 'Their job, like Head of Purchasing.',
      sensitivity: 'open',
    }),
    email: email({ label: 'Email' }),
    phone: phone({ label: 'Phone', help: 'With the country code, like +49 30 1234567.' }),
    owner: reference('employee', { label: 'Owner', required: true, initial: 'me', sensitivity: 'open' }),
    notes: longText({ label: 'Notes', max: LONGEST_TEXT }),
    mergedInto: reference('contact', { label: 'Merged into', hidden: true, ours: true, sensitivity: 'open' }),
  },
  rules: [],
  list: {
    columns: ['name', 'role', 'customer', 'email', 'phone'],
    search: ['name', 'role', 'email', 'phone', 'notes'],
    sort: { by: 'name', descending: false },
  },
  access: cooperative,
  twins: [samePersonThere, sameEmail, samePhone],
});
