import { defineEntity } from '../entity.ts';
import { date, LONGEST_TEXT, longText, money, reference, stage, text } from '../fields.ts';
import { cooperative } from '../policies.ts';
import { sameOpenDeal } from '../duplicates/matchers.ts';

export const deals = defineEntity({
  name: 'deal',
  plural: 'deals',
  elsewhere: ['opportunity'],
  prefix: 'D',
  icon: ':handshake:',
  table: 'deals',
  help: 'A possible sale, with its amount, stage and owner.',
  title: 'name',
  describedBy: 'customer',
  traits: {
    isCounted: true,
    keepsStart: true,
    announced: 'changes',
    coalesces: true,
    isMutable: true,
    tellsInteractions: true,
    idle: 'stalled',
    card: { related: [] },
    affectsCards: { through: ['customer'] },
  },
  fields: {
    name: text({ label: 'Name', required: true, max: 120 }),
    customer: reference('customer', { label: 'Customer', required: true }),
    contact: reference('contact', { label: 'Contact', of: 'customer' }),
    stage: stage({ label: 'Stage', required: true, initial: 'first' }),
    amount: money({
      label: 'Amount',
      also: ['amount', 'value'],
      help: 'Like 12k or 1,200.50.',
    }),
    currency: text({
      label: 'Currency',
      required: true,
      max: 3,
      hidden: true,
      initial: 'currency',
      headings: ['currency of value', 'currency iso code', 'deal currency of value', 'deal - currency of value'],
    }),
    closeOn: date({ label: 'Expected close' }),
    owner: reference('employee', { label: 'Owner', required: true, initial: 'me' }),
    lostReason: longText({
      label: 'Why it was lost',
      also: ['reason'],
      max: 500,
      help: 'What decided it?',
    }),
    closedOn: date({ label: 'Closed on', also: ['closed'], hidden: true }),
    notes: longText({ label: 'Notes', max: LONGEST_TEXT }),
    mergedInto: reference('deal', { label: 'Merged into', hidden: true, ours: true }),
  },
  firstOf: {
    /** A closed deal closes on the day on which it did, whatever had been expected. */
    closing: { field: date({ label: 'Closing', also: ['closing', 'close'] }), of: ['closedOn', 'closeOn'] },
  },
  /** Closing a deal sets its day, unless somebody named another; reopening it clears the day and the reason. */
  derive: (deal, { stage: at, today }) => {
    if (at === null || at.outcome === 'open') return { closedOn: null, lostReason: null };
    return { closedOn: deal.closedOn ?? today, ...(at.outcome === 'won' && { lostReason: null }) };
  },
  rules: [
    {
      blamedField: 'lostReason',
      say: 'Enter why the deal was lost.',
      holds: (deal, { stage: at }) => at?.outcome !== 'lost' || deal.lostReason !== null,
    },
    {
      blamedField: 'amount',
      say: 'Enter an amount to mark the deal as won.',
      holds: (deal, { stage: at }) => at?.outcome !== 'won' || deal.amount !== null,
    },
  ],
  list: {
    columns: ['name', 'customer', 'stage', 'amount', 'closeOn', 'owner'],
    search: ['name', 'notes', 'lostReason'],
    sort: { by: 'createdAt', descending: true },
  },
  access: cooperative,
  twins: [sameOpenDeal],
});
