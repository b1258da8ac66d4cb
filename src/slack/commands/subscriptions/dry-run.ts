import type { KnownBlock } from '@slack/types';
import { count } from '../../../model/text/text.ts';
import type { DryRun, WouldBe } from '../../../crm/notifications/subscriptions/index.ts';
import { rhythmInWords } from '../../../model/dates/recurrence.ts';
import type { Frequency } from '../../../model/subscriptions/frequency.ts';
import { section, small } from '../../messages/blocks.ts';
import type { SlackRequest } from '../../slack-context.ts';
import { renderUpdate } from '../../updates/render-update.ts';
import { showMoment } from '../../views/values.ts';

const perWeek = (run: DryRun): string => {
  const so = Math.round(weekly(run));
  return so < 1 ? 'less than one a week' : `about ${so.toLocaleString('en')} a week`;
};

const bound = ({ only, days }: DryRun): string =>
  only === null ? `In the last ${days} days` : `Since ${showMoment(only)} (too many changes to look further back)`;

/** Where some of it is in threads. */
const inChannel = ({ total, inChannel: shown }: DryRun): string =>
  shown === total ? '' : `, ${shown.toLocaleString('en')} of them in the channel`;

const weekly = ({ total, days }: DryRun): number => (total * 7) / days;

/** What the weekly limit would have held back. */
const held = (run: DryRun, { budget }: Frequency): string =>
  budget !== null && weekly(run) > budget ? ` Beyond ${budget} a week, updates come in one daily message.` : '';

const heading = (run: DryRun, pace: Frequency): string => {
  if (run.total === 0) return `${bound(run)} this would have posted no messages.`;
  if (!pace.stream && pace.digest)
    return `${bound(run)} this would have collected *${count(run.total, 'update')}* into digests ${rhythmInWords(pace.digest)}.`;
  return `${posted(run)}${held(run, pace)}`;
};

const posted = (run: DryRun): string =>
  `${bound(run)} this would have posted *${count(run.total, 'message')}*${inChannel(run)}, ${perWeek(run)}.`;

const line = async ({ slack, actor }: SlackRequest, { at, ...message }: WouldBe): Promise<string | null> => {
  const shown = await renderUpdate(slack, { team: actor.slackTeamId, ...message });
  const [first] = shown?.blocks ?? [];
  return first?.type === 'section' && first.text ? `${showMoment(at)} · ${first.text.text}` : null;
};

/** What a subscription would have posted, with the newest messages. */
export async function dryRunBlocks(request: SlackRequest, run: DryRun, pace: Frequency): Promise<KnownBlock[]> {
  const lines = await Promise.all(run.newest.map((one) => line(request, one)));
  const told = lines.filter((one) => one !== null);
  return [section(heading(run, pace)), ...(told.length > 0 ? [small(...told)] : [])];
}
