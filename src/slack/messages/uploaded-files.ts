import type { FilesCompleteUploadExternalResponse, FilesInfoResponse, WebAPICallResult } from '@slack/web-api';
import { outcomeOf } from '../delivery/outcome.ts';
import type { SlackContext } from '../slack-context.ts';

type File = NonNullable<FilesInfoResponse['file']>;

/** Slack's ids of what `files.uploadV2` uploaded. */
export function uploadedIds(uploaded: WebAPICallResult): string[] {
  // The SDK's types leave out what it returns: one answer of files.completeUploadExternal for each channel.
  const { files = [] } = uploaded as { files?: FilesCompleteUploadExternalResponse[] };
  return files.flatMap((answer) => answer.files ?? []).flatMap(({ id }) => id ?? []);
}

/** How long anything waits for Slack to be done with a file, in milliseconds. */
const MOST_MS = 15_000;

/** Looks come further and further apart, in milliseconds: Slack takes a hundred a minute for all files together. */
const FIRST_LOOK_MS = 500;
const LONGEST_PAUSE_MS = 4000;

/** Slack is done with looking through it. Until then it shows it nowhere, and says nothing of what it is. */
export function isReady({ mimetype = '' }: File): boolean {
  return mimetype !== '';
}

/** The message that shows it in a conversation is there. */
export function isShared(channel: string) {
  return ({ shares, channels = [], groups = [], ims = [] }: File): boolean =>
    [...channels, ...groups, ...ims, ...Object.keys({ ...shares?.public, ...shares?.private })].includes(channel);
}

type Looking = Pick<SlackContext, 'slowClient' | 'sleep' | 'closing' | 'log'>;

/**
 * Waits until all of the app's files are as is wanted, at most 15 s. Slack works on files after it said that it has them.
 * @returns false where Slack did not say so in that time, or does not tell the app
 */
export async function filesBecome(
  looking: Looking,
  ids: readonly string[],
  wanted: (file: File) => boolean,
): Promise<boolean> {
  const waiting = [...ids];
  let left = MOST_MS;
  let pause = FIRST_LOOK_MS;
  while (waiting.length > 0 && left > 0 && !looking.closing.aborted) {
    const ms = Math.min(pause, left);
    await looking.sleep(ms, looking.closing);
    left -= ms;
    const asked = await look(looking, waiting, wanted);
    if (asked === null || asked > left) break;
    pause = Math.max(Math.min(2 * pause, LONGEST_PAUSE_MS), asked);
  }
  return waiting.length === 0;
}

/**
 * Takes from those that are waited for what is as wanted, one by one: while the first is not, the others cost no call.
 * @returns how long Slack asks to wait at least, in milliseconds; null where it is no use to ask
 */
const look = async (
  { slowClient, log }: Looking,
  waiting: string[],
  wanted: (file: File) => boolean,
): Promise<number | null> => {
  try {
    for (;;) {
      const [file] = waiting;
      if (file === undefined) return 0;
      const info = await slowClient.files.info({ file });
      if (!info.file || !wanted(info.file)) return 0;
      waiting.shift();
    }
  } catch (err) {
    log.info({ err }, 'Slack does not say whether a file is ready');
    const outcome = outcomeOf(err);
    if (outcome.is === 'wait') return outcome.wait;
    return outcome.is === 'unclear' ? 0 : null;
  }
};
