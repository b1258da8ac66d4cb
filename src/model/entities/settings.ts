import { ROLE_LABELS } from '../roles.ts';
import { defineEntity } from '../entity.ts';
import { choice, text } from '../fields.ts';
import { MONTHS } from '../dates/calendar.ts';
import { isLocale } from '../locale.ts';
import { isCurrency } from '../money.ts';
import { SETTLING_TIMES } from '../subscriptions/coalescing.ts';
import { readTimeZone } from '../dates/time-zones.ts';

const { none, viewer, rep } = ROLE_LABELS;

/** `1` to `12` */
const MONTH_OPTIONS = Object.fromEntries(MONTHS.map((name, index) => [String(index + 1), name]));

/** There is one record of it. */
export const settings = defineEntity({
  name: 'settings',
  plural: 'settings',
  prefix: 'W',
  icon: ':gear:',
  table: 'settings',
  help: 'What holds for everybody here.',
  title: 'name',
  traits: {},
  fields: {
    name: text({ label: 'Name', required: true, max: 40, hidden: true }),
    currency: text({
      label: 'Currency',
      required: true,
      max: 20,
      help: 'A code such as EUR, USD or JPY. New deals take it; existing deals keep theirs, and nothing is converted.',
    }),
    locale: text({
      label: 'Language and region',
      required: true,
      max: 35,
      help: 'How numbers and days are written and phone numbers are read: en-GB, de-DE, en-US.',
    }),
    timeZone: text({
      label: 'Time zone',
      required: true,
      max: 60,
      help: 'Of what belongs to no person, such as the day a summary ends: Europe/Berlin. People see their own.',
    }),
    settle: choice({
      label: 'Settling time of updates',
      options: SETTLING_TIMES,
      help: 'Changes of one deal within it become one message, where a subscription says no other. Blank means 30 seconds.',
    }),
    defaultRole: choice({
      label: 'Role of new members',
      options: { none, viewer, rep },
      help: 'What somebody of the workspace may do whom CustomerHub sees for the first time.',
    }),
    fiscalStart: choice({
      label: 'Fiscal year begins in',
      required: true,
      options: MONTH_OPTIONS,
      initial: '1',
      help: 'Summaries understand fy2026 as the fiscal year that ends in 2026.',
    }),
  },
  derive: ({ currency, timeZone }) => ({
    currency: currency.toUpperCase(),
    timeZone: readTimeZone(timeZone) ?? timeZone,
  }),
  rules: [
    {
      blamedField: 'currency',
      say: 'Write the code of a currency, such as EUR, USD or JPY.',
      holds: ({ currency }) => isCurrency(currency),
    },
    {
      blamedField: 'locale',
      say: 'Write a language and region, such as en-GB or de-DE.',
      holds: ({ locale }) => isLocale(locale),
    },
    {
      blamedField: 'timeZone',
      say: 'Write a time zone, such as Europe/Berlin or America/New_York.',
      holds: ({ timeZone }) => readTimeZone(timeZone) !== null,
    },
  ],
  list: {
    columns: ['currency', 'locale', 'timeZone', 'defaultRole', 'fiscalStart'],
    search: ['name'],
    sort: { by: 'createdAt', descending: false },
  },
  access: { read: 'viewer', create: 'nobody', update: 'admin', remove: 'nobody' },
});
