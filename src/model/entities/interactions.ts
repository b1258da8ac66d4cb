import type { RecordOf } from '../record.ts';
import { defineEntity } from '../entity.ts';
import { choice, dateTime, LONGEST_TEXT, longText, reference } from '../fields.ts';
import { cooperative } from '../policies.ts';
import { addDays } from '../dates/time.ts';

export const INTERACTION_KINDS = {
  call: 'Call',
  email: 'Email',
  meeting: 'Meeting',
  message: 'Message',
  note: 'Note',
} as const;

/** What other systems call them. A task that was done is a note on it. */
const KINDS_ELSEWHERE: Readonly<Record<keyof typeof INTERACTION_KINDS, readonly string[]>> = {
  call: ['phone', 'phone call', 'telephone', 'telephone call', 'logged call', 'call log', 'voicemail'],
  email: ['e-mail', 'mail', 'logged email', 'outgoing email', 'incoming email', 'list email', 'email sent'],
  meeting: ['event', 'lunch', 'dinner', 'appointment', 'visit', 'site visit', 'demo', 'conference', 'video call'],
  message: ['sms', 'text message', 'chat', 'whatsapp', 'linkedin', 'linkedin message', 'slack message'],
  note: ['task', 'to-do', 'deadline', 'reminder', 'follow-up', 'comment', 'memo', 'cadence'],
};

export const interactions = defineEntity({
  name: 'interaction',
  plural: 'interactions',
  elsewhere: ['activity', 'task', 'event', 'note', 'call', 'meeting'],
  prefix: 'I',
  icon: ':speech_balloon:',
  table: 'interactions',
  help: 'A call, email, meeting, message or note about a customer.',
  title: 'what',
  traits: {
    isTouch: true,
    ahead: 'followUp',
    isNameless: true,
    isCounted: true,
    announced: 'added',
    affectsCards: { through: ['customer', 'deal'] },
  },
  fields: {
    customer: reference('customer', { label: 'Customer', required: true }),
    contact: reference('contact', { label: 'Contact', of: 'customer' }),
    deal: reference('deal', { label: 'Deal', of: 'customer' }),
    kind: choice({
      label: 'Kind',
      required: true,
      options: INTERACTION_KINDS,
      initial: 'call',
      elsewhere: KINDS_ELSEWHERE,
      unsaid: 'note',
    }),
    happenedAt: dateTime({ label: 'When', also: ['when', 'on'], required: true, initial: 'now' }),
    what: longText({ label: 'What was said', also: ['what', 'said'], required: true, max: LONGEST_TEXT }),
    owner: reference('employee', {
      label: 'Logged by',
      also: ['owner', 'by'],
      required: true,
      hidden: true,
      initial: 'me',
    }),
  },
  rules: [
    {
      blamedField: 'happenedAt',
      say: 'That’s in the future. Log it when it has happened, or add a next step.',
      // A day of grace: clocks and time zones differ.
      holds: (interaction, { today }) => interaction.happenedAt.slice(0, 10) <= addDays(today, 1),
    },
  ],
  list: {
    columns: ['happenedAt', 'kind', 'customer', 'what', 'owner'],
    search: ['what'],
    sort: { by: 'happenedAt', descending: true },
  },
  access: cooperative,
});

export type InteractionRecord = RecordOf<typeof interactions>;
