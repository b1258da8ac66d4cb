import type { KnownBlock } from '@slack/types';
import { count } from '../../model/words.ts';
import type { DryRun } from '../../crm/updates/dry-run.ts';
import type { WouldBe } from '../../crm/updates/foretell.ts';
import { section, small } from '../blocks.ts';
import type { Ask } from '../desk.ts';
import { renderUpdate } from '../render-update.ts';
import { showMoment } from './values.ts';

const perWeek = ({ total, days }: DryRun): string => {
  const weekly = Math.round((total * 7) / days);
  return weekly < 1 ? 'less than one a week' : `about ${weekly.toLocaleString('en')} a week`;
};

const bound = ({ only, days }: DryRun): string =>
  only === null
    ? `In the last ${days} days`
    : `Since ${showMoment(only)} (there were too many changes to look further back)`;

/** Where some of it is in threads. */
const inChannel = ({ total, inChannel: shown }: DryRun): string =>
  shown === total ? '' : `, ${shown.toLocaleString('en')} of them in the channel`;

const heading = (run: DryRun): string =>
  run.total === 0
    ? `${bound(run)} this would have posted nothing.`
    : `${bound(run)} this would have posted *${count(run.total, 'message')}*${inChannel(run)}, ${perWeek(run)}.`;

const line = async ({ desk, actor }: Ask, { at, ...message }: WouldBe): Promise<string | null> => {
  const shown = await renderUpdate(desk, { team: actor.slackTeamId, ...message });
  const [first] = shown?.blocks ?? [];
  return first?.type === 'section' && first.text ? `${showMoment(at)} · ${first.text.text}` : null;
};

/** What a subscription would have posted, with the newest of it. */
export const dryRunBlocks = async (ask: Ask, run: DryRun): Promise<KnownBlock[]> => {
  const lines = await Promise.all(run.newest.map((one) => line(ask, one)));
  const told = lines.filter((one) => one !== null);
  return [section(heading(run)), ...(told.length > 0 ? [small(...told)] : [])];
};
