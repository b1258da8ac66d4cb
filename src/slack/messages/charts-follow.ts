import { say, small } from './blocks.ts';
import { PICTURES_REFUSED } from './chart-notes.ts';
import type { SlackContext } from '../slack-context.ts';
import { sendFiles } from './files.ts';
import { isRefusal } from './respond.ts';
import { RETRIES_MS, type ChartImage, type Charts, type Shown } from './message-with-fallbacks.ts';

/**
 * Shows the charts of an answer whose numbers stand already. Where Slack does not show them there, they are put into the
 * person's conversation with the app, and the answer leads to them.
 * @param show puts them, or what is said in their place, where the numbers are; throws what Slack said
 */
export async function chartsFollow(
  slack: SlackContext,
  userId: string,
  charts: Charts,
  show: (shown: Shown) => Promise<void>,
): Promise<void> {
  const images = await charts.ready();
  try {
    // CustomerHub goes down: nothing waits for Slack any more.
    if (slack.closing.aborted) return await show({ images: [], note: PICTURES_REFUSED });
    if (await isShown(slack, () => show({ images: images.map(({ block }) => block), note: null }))) return;
    await show({ images: [], note: await elsewhere(slack, userId, images) });
  } catch (err) {
    // A window that was closed or shows something else by now, for one: the numbers were there.
    slack.log.info({ err }, 'charts did not reach the answer they belong to');
  }
}

/** Tries again while Slack refuses them: it may not be done with their files. */
const isShown = async ({ sleep, closing, log }: SlackContext, show: () => Promise<void>): Promise<boolean> => {
  for (const ms of [0, ...RETRIES_MS]) {
    if (ms > 0) await sleep(ms, closing);
    try {
      await show();
      return true;
    } catch (err) {
      if (!isRefusal(err)) throw err;
      log.info({ err }, 'Slack does not show charts yet');
    }
  }
  return false;
};

const INTRODUCED = say(':bar_chart: The charts of your summary. Only you see them.');

/** Puts them into the person's conversation with the app. @returns what is said in their place */
const elsewhere = async (slack: SlackContext, userId: string, images: readonly ChartImage[]) => {
  const files = images.flatMap(({ drawn }) =>
    drawn ? [{ name: `${drawn.title}.png`, title: drawn.title, bytes: drawn.png, alt: drawn.alt }] : [],
  );
  try {
    const { isThere, link } = await sendFiles(slack, userId, files, INTRODUCED);
    const where =
      link === null ? `your messages with <@${slack.botUserId}>` : `<${link}|your messages with CustomerHub>`;
    return small(
      `:frame_with_picture: Slack doesn’t show the charts here. They’re ${isThere ? 'in' : 'on their way to'} ${where}.`,
    );
  } catch (err) {
    slack.log.warn({ err }, 'charts did not reach the conversation with the app either');
    return PICTURES_REFUSED;
  }
};
