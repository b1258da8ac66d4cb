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
  help: 'Settings of the whole workspace.',
  title: 'name',
  traits: {},
  fields: {
    name: text({ label: 'Name', required: true, max: 40, hidden: true }),
    currency: text({
      label: 'Currency',
      required: true,
      max: 20,
      help: 'Like EUR, USD or JPY. Used for new deals. Existing deals don’t change.',
    }),
    locale: text({
      label: 'Language and region',
      required: true,
      max: 35,
      help: 'Format of numbers, dates and phone numbers, like en-GB, de-DE or en-US.',
    }),
    timeZone: text({
      label: 'Time zone',
      required: true,
      max: 60,
      help: 'For shared dates, such as the day a summary ends. Like Europe/Berlin. People see their own zone.',
    }),
    settle: choice({
      label: 'Combine changes within',
      options: SETTLING_TIMES,
      help: 'Changes to a deal in this time become one message, unless a subscription says otherwise. Default: 30 seconds.',
    }),
    defaultRole: choice({
      label: 'Role of new members',
      options: { none, viewer, rep },
      help: 'Role a workspace member gets on first use.',
    }),
    fiscalStart: choice({
      label: 'Fiscal year begins in',
      required: true,
      options: MONTH_OPTIONS,
      initial: '1',
      help: 'In summaries, fy2026 is the fiscal year that ends in 2026.',
    }),
  },
  derive: ({ currency, timeZone }) => ({
    currency: currency.toUpperCase(),
    timeZone: readTimeZone(timeZone) ?? timeZone,
  }),
  rules: [
    {
      blamedField: 'currency',
      say: 'Enter a currency code, like EUR, USD or JPY.',
      holds: ({ currency }) => isCurrency(currency),
    },
    {
      blamedField: 'locale',
      say: 'Enter a language and region, like en-GB or de-DE.',
      holds: ({ locale }) => isLocale(locale),
    },
    {
      blamedField: 'timeZone',
      say: 'Enter a time zone, like Europe/Berlin or America/New_York.',
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
