import type { KnownBlock } from '@slack/types';
import type { AnyRecord } from '../../model/record.ts';
import { entityOf } from '../../model/registry.ts';
import { dayOf } from '../../model/dates/time.ts';
import { count } from '../../model/text/text.ts';
import { stageTimes, type StageTime } from '../../crm/pipeline/index.ts';
import { section } from '../messages/blocks.ts';
import type { SlackRequest } from '../slack-context.ts';
import { showDay, showField, type ShowContext } from './values.ts';

/** More stops than this are a story for the history. */
const MOST = 12;

/** Since when a deal is in the stage in which an import brought it isn’t known. */
const stayed = ({ since, days }: StageTime): string => {
  if (since !== null) return days === 0 ? 'less than a day' : count(days, 'day');
  return days === 0 ? '(time not known)' : `at least ${count(days, 'day')}`;
};

/** A deal's way through its stages, with the days in each. */
export async function journeyBlocks(
  request: SlackRequest,
  deal: AnyRecord,
  context: ShowContext,
): Promise<KnownBlock[]> {
  const { timeZone } = request.actor;
  const way = await stageTimes(request.slack.crm, deal, timeZone);
  if (way.length === 0) return [];
  const field = entityOf('deal').fields['stage'];
  const nameOf = (id: number): string => (field ? showField(field, id, context) : '');
  const isOpen = (id: number): boolean => context.stages.find((stage) => stage.id === id)?.outcome === 'open';
  const stop = (time: StageTime): string => {
    const { stage, since, days, now } = time;
    if (!now) return `${nameOf(stage)} ${stayed(time)}`;
    if (isOpen(stage)) return `*${nameOf(stage)}* ${stayed(time)}${since === null && days === 0 ? '' : ' so far'}`;
    const day = since === null ? deal['closedOn'] : dayOf(Date.parse(since), timeZone);
    return typeof day === 'string' ? `*${nameOf(stage)}* since ${showDay(day, context)}` : `*${nameOf(stage)}*`;
  };
  const skipped = way.length > MOST ? '… → ' : '';
  return [section(`*Stages*\n${skipped}${way.slice(-MOST).map(stop).join(' → ')}`)];
}
