import type { ScheduleRecord } from '../../../model/entities/schedules.ts';
import type { ScheduleStoppedPayload } from '../../../crm/notifications/outbox/index.ts';
import type { Button, KnownBlock } from '@slack/types';
import { isOwn } from '../../../model/access.ts';
import { may } from '../../../model/roles.ts';
import { rhythmInWords, storedRhythm } from '../../../model/dates/recurrence.ts';
import { ENTITIES, entityOf } from '../../../model/registry.ts';
import { cut } from '../../../model/text/text.ts';
import { isPersonal } from '../../../model/subscriptions/subscription.ts';
import { nextRunOf, type Scheduled } from '../../../crm/notifications/schedules/index.ts';
import { recordsById } from '../../../crm/audit/index.ts';
import { actions, button, escape, menu, say, section, type Message } from '../../messages/blocks.ts';
import type { SlackRequest, SlackContext } from '../../slack-context.ts';
import { whereTo } from '../../updates/invalid-filter.ts';
import { showDay, showMoment, showValue, type ShowContext } from '../../views/values.ts';

const entity = entityOf('schedule');

/** `this week, every Monday at 9:00` */
export function scheduleInWords(schedule: ScheduleRecord): string {
  const rhythm = storedRhythm(schedule.every);
  const words = `*Summary ${escape(cut(schedule.words, 200))}*`;
  return rhythm ? `${words}, ${rhythmInWords(rhythm)}` : words;
}

/** When it is sent next, or why it isn't. */
const nextInWords = async (
  { slack: { crm } }: SlackRequest,
  schedule: ScheduleRecord,
  context: ShowContext,
): Promise<string> => {
  if (schedule.broken !== null) return `:broken_heart: stopped: ${escape(schedule.broken)}`;
  const { pausedUntil } = schedule;
  if (pausedUntil !== null && pausedUntil > context.today) return `:zzz: paused until ${showDay(pausedUntil, context)}`;
  const next = await nextRunOf(crm, schedule.id);
  return next === null ? 'no next date' : `next ${showMoment(next)}`;
};

const choices = (schedule: ScheduleRecord, today: string): [string, string][] => [
  ['Edit', `edit ${schedule.id}`],
  (schedule.pausedUntil ?? '') > today
    ? ['Resume', `resume ${schedule.id}`]
    : ['Pause for a week', `pause ${schedule.id}`],
  ['Remove', `end ${schedule.id}`],
];

/** A schedule with what can be done to it. @param withChannel where they belong to different channels */
export async function scheduleRow(
  request: SlackRequest,
  schedule: ScheduleRecord,
  { context, withChannel }: { context: ShowContext; withChannel: boolean },
): Promise<KnownBlock> {
  const where = withChannel ? ` · ${whereTo(schedule.channel)}` : '';
  const lines = [
    `:calendar: ${scheduleInWords(schedule)}${where}`,
    `${await nextInWords(request, schedule, context)} · owner ${showValue(entity, schedule, 'owner', context)}`,
  ];
  const text = section(lines.join('\n'));
  const mayChange = may(entity.access, 'update', request.actor.role, isOwn(entity, schedule, request.actor));
  if (!mayChange) return text;
  return { ...text, accessory: menu('schedule', String(schedule.id), choices(schedule, context.today)) };
}

/** The scheduled summary and its first date. */
export async function scheduledMessage(
  request: SlackRequest,
  { act, schedule, existed }: Scheduled,
  done = ':calendar: Scheduled',
): Promise<Message> {
  const change = button('Edit', 'schedule', `edit ${schedule.id}`);
  const channel = schedule.channel;
  const to = isPersonal(channel) ? 'only to you' : `to <#${channel}>`;
  const next = await nextRunOf(request.slack.crm, schedule.id);
  const when = next === null ? '' : ` Next: ${showMoment(next)}.`;
  if (existed) return say(`${scheduleInWords(schedule)}, is already sent ${to}.${when}`, actions(change));
  return say(
    `${done}: ${scheduleInWords(schedule)}, ${to}.${when}\nView or remove it with \`/crm subscriptions\`.`,
    actions(change, button('Undo', 'undo', act)),
  );
}

/** The notice that a schedule stopped; null when it runs again or was removed meanwhile. */
export async function stoppedMessage(
  { crm }: SlackContext,
  { schedule: id }: ScheduleStoppedPayload,
): Promise<Message | null> {
  const [schedule] = await recordsById(crm, 'schedule', [id]);
  if (!schedule || schedule.deletedAt !== null || schedule.broken === null) return null;
  return say(
    `:broken_heart: ${scheduleInWords(schedule)} stopped. ${escape(schedule.broken)} Anyone with access can take it over.`,
    actions(button('Take over', 'schedule', `edit ${schedule.id}`)),
  );
}

/** Schedule, under a summary whose words a schedule can hold. */
export function scheduleOffer(words: string): Button[] {
  return words.length > ENTITIES.schedule.fields['words'].max
    ? []
    : [button('Schedule', 'schedule', `new ${words}`.trim())];
}
