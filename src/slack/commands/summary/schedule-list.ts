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

/** When it comes next, in each reader's own time zone; what keeps it from that stands in its place. */
const nextInWords = async (
  { slack: { crm } }: SlackRequest,
  schedule: ScheduleRecord,
  context: ShowContext,
): Promise<string> => {
  if (schedule.broken !== null) return `:broken_heart: stopped: ${escape(schedule.broken)}`;
  const { pausedUntil } = schedule;
  if (pausedUntil !== null && pausedUntil > context.today) return `:zzz: paused until ${showDay(pausedUntil, context)}`;
  const next = await nextRunOf(crm, schedule.id);
  return next === null ? 'it does not come again' : `next ${showMoment(next)}`;
};

const choices = (schedule: ScheduleRecord, today: string): [string, string][] => [
  ['Change …', `edit ${schedule.id}`],
  (schedule.pausedUntil ?? '') > today
    ? ['Go on', `resume ${schedule.id}`]
    : ['Pause for a week', `pause ${schedule.id}`],
  ['End', `end ${schedule.id}`],
];

/** A schedule with what can be done to it. @param withChannel where they speak in different channels */
export async function scheduleRow(
  request: SlackRequest,
  schedule: ScheduleRecord,
  { context, withChannel }: { context: ShowContext; withChannel: boolean },
): Promise<KnownBlock> {
  const where = withChannel ? ` · ${whereTo(schedule.channel)}` : '';
  const lines = [
    `:calendar: ${scheduleInWords(schedule)}${where}`,
    `${await nextInWords(request, schedule, context)} · by ${showValue(entity, schedule, 'owner', context)}`,
  ];
  const text = section(lines.join('\n'));
  const mayChange = may(entity.access, 'update', request.actor.role, isOwn(entity, schedule, request.actor));
  if (!mayChange) return text;
  return { ...text, accessory: menu('schedule', String(schedule.id), choices(schedule, context.today)) };
}

/** What was scheduled, and when it comes first. */
export async function scheduledMessage(
  request: SlackRequest,
  { act, schedule, existed }: Scheduled,
  done = ':calendar: Scheduled',
): Promise<Message> {
  const change = button('Change …', 'schedule', `edit ${schedule.id}`);
  const channel = schedule.channel;
  const to = isPersonal(channel) ? 'to you alone' : `to <#${channel}>`;
  const next = await nextRunOf(request.slack.crm, schedule.id);
  const when = next === null ? '' : ` Next: ${showMoment(next)}.`;
  if (existed) return say(`${scheduleInWords(schedule)}, comes ${to} already.${when}`, actions(change));
  return say(
    `${done}: ${scheduleInWords(schedule)}, ${to}, with the numbers of that moment.${when}\n\`/crm subscriptions\` lists and ends it.`,
    actions(change, button('Undo', 'undo', act)),
  );
}

/** What is told once when it stopped; null when it goes on again or was ended meanwhile. */
export async function stoppedMessage(
  { crm }: SlackContext,
  { schedule: id }: ScheduleStoppedPayload,
): Promise<Message | null> {
  const [schedule] = await recordsById(crm, 'schedule', [id]);
  if (!schedule || schedule.deletedAt !== null || schedule.broken === null) return null;
  return say(
    `:broken_heart: ${scheduleInWords(schedule)}, has stopped. ${escape(schedule.broken)} Whoever may see the numbers can take it over.`,
    actions(button('Take it over …', 'schedule', `edit ${schedule.id}`)),
  );
}

/** “Schedule …” under a summary whose words a schedule can hold. */
export function scheduleOffer(words: string): Button[] {
  return words.length > ENTITIES.schedule.fields['words'].max
    ? []
    : [button('Schedule …', 'schedule', `new ${words}`.trim())];
}
