import type { ScheduleRecord } from '../../../model/entities/schedules.ts';
import { addDays, dayOf } from '../../../model/dates/time.ts';
import { daysCalled } from '../../../model/filter/days.ts';
import { Unclear } from '../../../model/errors.ts';
import { entityOf } from '../../../model/registry.ts';
import { refTo, type RecordRef } from '../../../model/entity.ts';
import { permit, readAddressed } from '../../../crm/records/index.ts';
import { endSchedule, pauseSchedule } from '../../../crm/notifications/schedules/index.ts';
import { actions, button, say } from '../../messages/blocks.ts';
import { answer, type SlackRequest, type Reply } from '../../slack-context.ts';
import { newScheduleForm, scheduleForm } from './schedule-form.ts';
import { scheduleInWords } from './schedule-list.ts';
import { showDay } from '../../views/values.ts';
import type { Command } from '../command.ts';
import { FUTURE_DAY } from '../../../model/dates/due-day.ts';

const entity = entityOf('schedule');
const WEEK = 7;

const paused = async (request: SlackRequest, ref: RecordRef<'schedule'>, words: string): Promise<Reply> => {
  const { crm } = request.slack;
  const today = dayOf(crm.now(), request.actor.timeZone);
  const until = words === '' ? addDays(today, WEEK) : daysCalled(words, today)?.from;
  if (until === undefined || until <= today) throw new Unclear(FUTURE_DAY);
  const { act, schedule } = await pauseSchedule(request, ref, until);
  const day = showDay(until, { locale: crm.settings.locale, today });
  const text = `:zzz: ${scheduleInWords(schedule)}, is paused until ${day}, then resumes.`;
  return answer(say(text, actions(button('Resume now', 'schedule', `resume ${ref.id}`), button('Undo', 'undo', act))));
};

const resumed = async (request: SlackRequest, ref: RecordRef<'schedule'>): Promise<Reply> => {
  const { act, schedule } = await pauseSchedule(request, ref, null);
  return answer(say(`:calendar: ${scheduleInWords(schedule)}, is on again.`, actions(button('Undo', 'undo', act))));
};

/** Removes a schedule. */
export async function endOf(request: SlackRequest, schedule: ScheduleRecord): Promise<Reply> {
  const { act } = await endSchedule(request, refTo({ entity, record: schedule }));
  const text = `:no_bell: Removed: ${scheduleInWords(schedule)}.`;
  return answer(say(text, actions(button('Undo', 'undo', act))));
}

/** Behind the menu of a schedule: `edit 5`, `pause 5`, `resume 5`, `end 5`; and `new this week` under a summary. */
const scheduleCommand: Command = {
  name: 'schedule',
  run: async (request, words) => {
    const [what = '', id = '', ...more] = words.trim().split(/\s+/);
    if (what === 'new') {
      await permit(request, { entity, verb: 'create' });
      return { kind: 'open', view: await newScheduleForm(request, [id, ...more].join(' ')) };
    }
    const ref: RecordRef<'schedule'> = { entity: 'schedule', id: Number(id) || 0 };
    const record = await readAddressed(request, ref);
    if (what === 'pause') return paused(request, ref, more.join(' '));
    if (what === 'resume') return resumed(request, ref);
    if (what === 'end') return endOf(request, record);
    await permit(request, { entity, verb: 'update', record });
    return { kind: 'open', view: await scheduleForm(request, ref) };
  },
};

export const scheduleCommands: readonly Command[] = [scheduleCommand];
