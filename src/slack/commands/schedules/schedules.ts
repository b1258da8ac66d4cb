import { addDays, dayOf } from '../../../model/dates/time.ts';
import { daysCalled } from '../../../model/filter/days.ts';
import { Unclear } from '../../../model/errors.ts';
import { entityOf } from '../../../model/registry.ts';
import { refTo, type AnyRecord, type RecordRef } from '../../../model/entity.ts';
import { permit } from '../../../crm/records/run-in-transaction.ts';
import { endSchedule, pauseSchedule, scheduleById } from '../../../crm/notifications/schedules/schedules.ts';
import { actions, button, say } from '../../messages/blocks.ts';
import { answer, type Ask, type Reply } from '../../slack-context.ts';
import { newScheduleForm, scheduleForm } from './schedule-form.ts';
import { scheduleInWords } from './schedule-list.ts';
import { showDay } from '../../views/values.ts';
import type { Verb } from '../command.ts';

const entity = entityOf('schedule');
const WEEK = 7;

const paused = async (ask: Ask, ref: RecordRef<'schedule'>, words: string): Promise<Reply> => {
  const { crm } = ask.desk;
  const today = dayOf(crm.now(), ask.actor.timeZone);
  const until = words === '' ? addDays(today, WEEK) : daysCalled(words, today)?.from;
  if (until === undefined || until <= today) throw new Unclear('Name a day to come: 2026-12-01, tomorrow.');
  const { act, schedule } = await pauseSchedule(crm, ask.actor, ask.origin, ref, until);
  const day = showDay(until, { locale: crm.settings.locale, today });
  const text = `:zzz: ${scheduleInWords(schedule)}, rests until ${day}, and goes on by itself then.`;
  return answer(say(text, actions(button('Go on now', 'schedule', `resume ${ref.id}`), button('Undo', 'undo', act))));
};

const resumed = async (ask: Ask, ref: RecordRef<'schedule'>): Promise<Reply> => {
  const { act, schedule } = await pauseSchedule(ask.desk.crm, ask.actor, ask.origin, ref, null);
  return answer(say(`:calendar: ${scheduleInWords(schedule)}, comes again.`, actions(button('Undo', 'undo', act))));
};

/** Ends it, and says so. */
export const endOf = async (ask: Ask, schedule: AnyRecord): Promise<Reply> => {
  const { act } = await endSchedule(ask.desk.crm, ask.actor, ask.origin, refTo({ entity, record: schedule }));
  const text = `:no_bell: Ended: ${scheduleInWords(schedule)}. It does not come any more.`;
  return answer(say(text, actions(button('Undo', 'undo', act))));
};

/** Behind the menu of a schedule: `edit 5`, `pause 5`, `resume 5`, `end 5`; and `new this week` under a summary. */
const scheduleVerb: Verb = {
  name: 'schedule',
  run: async (ask, words) => {
    const [what = '', id = '', ...more] = words.trim().split(/\s+/);
    const { crm } = ask.desk;
    if (what === 'new') {
      await permit(crm, ask.actor, ask.origin, { entity, verb: 'create' });
      return { kind: 'open', view: await newScheduleForm(ask, [id, ...more].join(' ')) };
    }
    const ref: RecordRef<'schedule'> = { entity: 'schedule', id: Number(id) || 0 };
    const record = await scheduleById(crm, ask.actor, ref);
    if (what === 'pause') return paused(ask, ref, more.join(' '));
    if (what === 'resume') return resumed(ask, ref);
    if (what === 'end') return endOf(ask, record);
    await permit(crm, ask.actor, ask.origin, { entity, verb: 'update', record });
    return { kind: 'open', view: await scheduleForm(ask, ref) };
  },
};

export const scheduleVerbs: readonly Verb[] = [scheduleVerb];
