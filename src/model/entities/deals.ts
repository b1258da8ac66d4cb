import { defineEntity, type RuleContext } from '../entity.ts';
import type { AnyRecord } from '../record.ts';
import { date, longText, money, reference, stage, text, type Value } from '../fields.ts';
import { cooperative } from '../policies.ts';
import { sameOpenDeal } from '../duplicates/matchers.ts';

/** Closing a deal sets its day, unless somebody named another; reopening it clears the day and the reason. */
const validateClosing = (deal: AnyRecord, { stage: at, today }: RuleContext): Record<string, Value> => {
  if (at === null || at.outcome === 'open') return { closedOn: null, lostReason: null };
  return { closedOn: deal['closedOn'] ?? today, ...(at.outcome === 'won' && { lostReason: null }) };
};

export const deals = defineEntity({
  name: 'deal',
  plural: 'deals',
  elsewhere: ['opportunity'],
  prefix: 'D',
  icon: ':handshake:',
  table: 'deals',
  help: 'A sale you hope to close: what it is worth, how far along it is, who is on it.',
  title: 'name',
  traits: {
    isCounted: true,
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
      help: 'Leave blank until you have a number you believe. 12k and 1,200.50 both work.',
    }),
    currency: text({
      label: 'Currency',
      required: true,
      max: 3,
      hidden: true,
      initial: 'currency',
      headings: ['currency of value', 'currency iso code', 'deal currency of value', 'deal - currency of value'],
    }),
    closeOn: date({ label: 'Expected close', headings: ['close', 'closing'] }),
    owner: reference('employee', { label: 'Owner', required: true, initial: 'me' }),
    lostReason: longText({
      label: 'Why it was lost',
      also: ['reason'],
      max: 500,
      help: 'Only for a lost deal: what decided it?',
    }),
    closedOn: date({ label: 'Closed on', also: ['closed'], hidden: true }),
    notes: longText({ label: 'Notes', max: 3000 }),
    mergedInto: reference('deal', { label: 'Merged into', hidden: true, ours: true }),
  },
  firstOf: {
    /** A closed deal closes on the day on which it did, whatever had been expected. */
    closing: { field: date({ label: 'Closing', also: ['closing', 'close'] }), of: ['closedOn', 'closeOn'] },
  },
  derive: validateClosing,
  rules: [
    {
      blamedField: 'lostReason',
      say: 'Say in a few words why it was lost.',
      holds: (deal, { stage: at }) => at?.outcome !== 'lost' || deal['lostReason'] !== null,
    },
    {
      blamedField: 'amount',
      say: 'A won deal needs its amount.',
      holds: (deal, { stage: at }) => at?.outcome !== 'won' || deal['amount'] !== null,
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
