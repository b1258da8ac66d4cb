import type { Drawn, Picture } from '../../charts/pictures.ts';
import { cut } from '../../model/text/text.ts';
import { escape, small } from './blocks.ts';
import type { SlackContext } from '../slack-context.ts';
import { refusalInWords } from '../refused.ts';
import type { ChartImage } from './message-with-fallbacks.ts';
import { filesBecome, isReady, uploadedIds } from './uploaded-files.ts';

/**
 * Draws the pictures, hands them to Slack and waits until it can show them. One that fails is replaced by a line that says
 * so; the rest still come.
 */
export async function makeCharts(slack: SlackContext, pictures: readonly Picture[]): Promise<ChartImage[]> {
  const made = await Promise.all(pictures.map((picture) => makeChart(slack, picture)));
  const ids = made.flatMap(({ id }) => id ?? []);
  if (!(await filesBecome(slack, ids, isReady))) slack.log.info({ ids }, 'Slack is not known to be done with charts');
  return made;
}

const makeChart = async (slack: SlackContext, picture: Picture): Promise<ChartImage & { id: string | null }> => {
  try {
    const drawn = await slack.charts.draw(picture);
    const id = await upload(slack, drawn, `${picture.kind}.png`);
    const { title } = picture;
    return {
      id,
      block: { type: 'image', slack_file: { id }, alt_text: cut(drawn.alt, 2000) },
      drawn: { title, ...drawn },
    };
  } catch (error) {
    slack.log.error({ err: error, picture: picture.kind }, 'a picture could not be shown');
    const refusal = refusalInWords(error);
    const advice = refusal === null ? 'Run the command again for the chart.' : escape(refusal);
    const block = small(
      `:warning: Slack couldn’t show the chart “${picture.title}”. The figures are correct. ${advice}`,
    );
    return { id: null, block, drawn: null };
  }
};

/**
 * Uploads a picture to Slack without posting it anywhere: only messages that name its id show it.
 * @returns Slack's file id
 */
const upload = async ({ slowClient }: SlackContext, { png, alt }: Drawn, filename: string): Promise<string> => {
  const uploaded = await slowClient.files.uploadV2({ file: png, filename, title: filename, alt_text: cut(alt, 1000) });
  const [id] = uploadedIds(uploaded);
  if (id === undefined) throw new Error('Slack gave the uploaded picture no id');
  return id;
};
