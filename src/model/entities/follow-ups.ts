import { defineEntity } from '../entity.ts';
import { date, dateTime, LONGEST_TEXT, longText, reference, text } from '../fields.ts';
import { cooperative } from '../policies.ts';

export const followUps = defineEntity({
  name: 'followUp',
  plural: 'follow-ups',
  prefix: 'F',
  icon: ':alarm_clock:',
  table: 'follow_ups',
  help: 'A next step with a customer, due on a day.',
  title: 'what',
  traits: { closable: 'doneAt', affectsCards: { through: ['customer', 'deal'] } },
  fields: {
    customer: reference('customer', { label: 'Customer', required: true }),
    deal: reference('deal', { label: 'Deal', of: 'customer' }),
    what: text({ label: 'Next step', required: true, max: 200, sensitivity: 'internal' }),
    dueOn: date({ label: 'Due', required: true }),
    notes: longText({ label: 'Notes', max: LONGEST_TEXT }),
    owner: reference('employee', { label: 'Owner', required: true, initial: 'me' }),
    doneAt: dateTime({ label: 'Done', hidden: true }),
  },
  rules: [],
  list: {
    columns: ['dueOn', 'what', 'customer', 'deal', 'owner'],
    search: ['what', 'notes'],
    sort: { by: 'dueOn', descending: false },
  },
  access: cooperative,
});
