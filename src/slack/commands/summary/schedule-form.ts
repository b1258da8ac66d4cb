import type { ScheduleRecord } from '../../../model/entities/schedules.ts';
import type { ModalView } from '@slack/types';
import type { RecordRef } from '../../../model/entity.ts';
import { choice, type Field, type Value } from '../../../model/fields.ts';
import { Invalid } from '../../../model/errors.ts';
import { ENTITIES, entityOf } from '../../../model/registry.ts';
import { isPersonal } from '../../../model/subscriptions/subscription.ts';
import { everyOf, reviseSchedule, schedule } from '../../../crm/notifications/schedules/index.ts';
import { readAddressed } from '../../../crm/records/index.ts';
import type { Message } from '../../messages/blocks.ts';
import type { SlackRequest } from '../../slack-context.ts';
import { placeOf } from '../../listening-place.ts';
import { scheduledMessage } from './schedule-list.ts';
import { whereTo } from '../../updates/invalid-filter.ts';
import { assertSummary } from './summary-words.ts';
import { answersTo, type State } from '../../forms/answers.ts';
import { formView, recordIn, type FormMemory } from '../../forms/form.ts';
import { formContext } from '../../forms/record-form.ts';

const { words, every, pausedUntil, owner } = ENTITIES.schedule.fields;

/** Every question of the form. */
export const SCHEDULE_FIELDS: Readonly<Record<string, Field>> = {
  words,
  every: {
    ...every,
    help: 'Like monday 9:00, weekday 17:00, day or month, in your time zone. Weekday: Monday to Friday. Month: its first weekday.',
  },
  to: choice({ label: 'To', required: true, options: { channel: 'This channel', me: 'Only me' } }),
  pausedUntil,
  owner: { ...owner, help: 'Choose someone else to transfer it.' },
};

/** Fields of a new schedule, and of an existing one. */
const NEW = ['words', 'every', 'to'];
const THERE = ['words', 'every', 'pausedUntil', 'owner'];

const drawn = async (
  request: SlackRequest,
  asked: readonly string[],
  { memory, values, note }: { memory: FormMemory; values: Readonly<Record<string, Value>>; note: string | null },
): Promise<ModalView> => {
  const isNew = memory.id === undefined;
  return formView({
    title: isNew ? 'Schedule summary' : 'Edit schedule',
    submit: isNew ? 'Schedule' : 'Save',
    memory: { ...memory, ...(request.channel && { channel: request.channel }) },
    questions: asked.map((name) => ({
      name,
      field: SCHEDULE_FIELDS[name] as Field,
      value: values[name] ?? null,
    })),
    context: await formContext(request, entityOf('schedule'), values),
    note,
  });
};

/** The form of a new schedule. @param summary what stands after `/crm summary` */
export function newScheduleForm(request: SlackRequest, summary: string): Promise<ModalView> {
  return drawn(request, NEW, {
    memory: { form: 'schedule', entity: 'schedule' },
    values: { words: summary, every: 'monday 9:00', to: 'channel' },
    note: null,
  });
}

/** `monday 09:00` as people write it. */
const editable = (schedule_: ScheduleRecord): string => schedule_.every.replace(/ 0/, ' ');

/** The form of an existing schedule. @throws NotFound, Forbidden */
export async function scheduleForm(request: SlackRequest, ref: RecordRef<'schedule'>): Promise<ModalView> {
  const found = await readAddressed(request, ref);
  const channel = found.channel;
  const asked = isPersonal(channel) ? THERE.filter((name) => name !== 'owner') : THERE;
  // Editing a stopped schedule takes it over, unless another owner is chosen.
  const keeper = found.broken === null ? found.owner : request.actor.employeeId;
  const values = { ...found, every: editable(found), owner: keeper ?? null };
  const memory: FormMemory = { form: 'schedule', ...ref, version: found.version };
  return drawn(request, asked, { memory, values, note: `To ${whereTo(channel)}.` });
}

const saveNew = async (request: SlackRequest, given: Readonly<Record<string, unknown>>): Promise<Message> => {
  const place = await placeOf(request, given['to'] === 'me');
  if ('blocks' in place) throw new Invalid({ to: place.text });
  const summary = String(given['words'] ?? '');
  const saved = await schedule(request, {
    words: summary,
    every: everyOf(String(given['every'] ?? '')),
    channel: place.channel,
  });
  return scheduledMessage(request, saved);
};

/** Saves the form of a schedule, and says when it comes. @throws Invalid */
export async function saveSchedule(request: SlackRequest, memory: FormMemory, state: State): Promise<Message> {
  const given = answersTo(state, SCHEDULE_FIELDS);
  await assertSummary(request, String(given['words'] ?? ''));
  const ref = recordIn(memory, 'schedule');
  if (ref === null) return saveNew(request, given);
  await readAddressed(request, ref);
  const saved = await reviseSchedule(request, {
    ref,
    version: memory.version,
    words: String(given['words'] ?? ''),
    every: everyOf(String(given['every'] ?? '')),
    pausedUntil: given['pausedUntil'] ?? null,
    owner: given['owner'],
  });
  return scheduledMessage(request, { ...saved, existed: false }, ':white_check_mark: Saved');
}
