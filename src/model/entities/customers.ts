import { defineEntity } from '../entity.ts';
import { choice, email, LONGEST_TEXT, longText, phone, reference, text, url } from '../fields.ts';
import { cooperative } from '../policies.ts';
import { sameDomain, sameEmail, sameFirm, samePhone } from '../duplicates/matchers.ts';

export const customers = defineEntity({
  name: 'customer',
  plural: 'customers',
  elsewhere: ['company', 'account', 'organization', 'organisation', 'firm'],
  prefix: 'C',
  icon: ':office:',
  table: 'customers',
  help: 'A company you sell to or want to.',
  title: 'name',
  describedBy: 'country',
  traits: {
    isCalledByName: true,
    isCounted: true,
    keepsStart: true,
    isAddedInForms: true,
    announced: 'added',
    idle: 'silent',
    card: { related: ['people', 'deals'] },
    affectsCards: { dealsBy: 'customer', when: ['name', 'deletedAt'] },
  },
  fields: {
    name: text({ label: 'Name', required: true, max: 120 }),
    status: choice({
      label: 'Status',
      required: true,
      options: { prospect: 'Prospect', active: 'Active', former: 'Former' },
      initial: 'prospect',
    }),
    industry: text({ label: 'Industry', max: 80, help: 'Like Logistics, Software or Health care.' }),
    website: url({ label: 'Website' }),
    email: email({ label: 'Email' }),
    phone: phone({ label: 'Phone', help: 'With the country code, like +49 30 1234567.' }),
    address: longText({ label: 'Address', max: 500 }),
    country: text({ label: 'Country', max: 60 }),
    owner: reference('employee', { label: 'Owner', required: true, initial: 'me' }),
    notes: longText({ label: 'Notes', max: LONGEST_TEXT }),
    mergedInto: reference('customer', { label: 'Merged into', hidden: true, ours: true }),
  },
  rules: [],
  list: {
    columns: ['name', 'status', 'industry', 'country', 'owner'],
    search: ['name', 'industry', 'website', 'email', 'phone', 'country', 'notes'],
    sort: { by: 'name', descending: false },
  },
  access: cooperative,
  twins: [sameFirm, sameDomain, sameEmail, samePhone],
});
