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

const stayed = (days: number): string => (days === 0 ? 'less than a day' : count(days, 'day'));

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
  const stop = ({ stage, since, days, now }: StageTime): string => {
    if (!now) return `${nameOf(stage)} ${stayed(days)}`;
    const day = showDay(dayOf(Date.parse(since), timeZone), context);
    return isOpen(stage) ? `*${nameOf(stage)}* ${stayed(days)} so far` : `*${nameOf(stage)}* since ${day}`;
  };
  const skipped = way.length > MOST ? '… → ' : '';
  return [section(`*Stages*\n${skipped}${way.slice(-MOST).map(stop).join(' → ')}`)];
}
