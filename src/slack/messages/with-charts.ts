import type { Picture } from '../../charts/pictures.ts';
import { escape, Message, small } from './blocks.ts';
import { CHARTS_FOLLOW } from './chart-notes.ts';
import type { SlackContext } from '../slack-context.ts';
import { makeCharts } from './chart-images.ts';
import { holds, type ChartImage, type Shown, type MessageWithFallbacks } from './message-with-fallbacks.ts';

interface ToDraw {
  pictures: readonly Picture[];
  /** What the message is about, as people wrote it. */
  title: string;
}

/**
 * A message whose charts take longer than its numbers: they come after it.
 * @param make makes it with the charts, or with what is said in their place; as text where Slack shows no tables
 */
export function withCharts(
  slack: SlackContext,
  { pictures, title }: ToDraw,
  make: (shown: Shown, as: 'table' | 'text') => Message,
): MessageWithFallbacks {
  const within = (shown: Shown): MessageWithFallbacks => {
    const message = make(shown, 'table');
    return { message, plainer: holds(message, 'data_table') ? [make(shown, 'text')] : [] };
  };
  if (pictures.length === 0) return within({ images: [], note: null });
  let making: Promise<ChartImage[]> | undefined;
  const alone = ({ images, note }: Shown): Message =>
    Message.of({
      title: `Charts: ${title}`,
      blocks: [small(`:bar_chart: ${escape(title)}`), ...images, ...noted(note)],
    });
  const ready = (): Promise<ChartImage[]> => (making ??= makeCharts(slack, pictures));
  return { ...within({ images: [], note: CHARTS_FOLLOW }), charts: { ready, within, alone } };
}

/** What is said in place of charts, if anything. */
export function noted(note: Shown['note']): NonNullable<Shown['note']>[] {
  return note ? [note] : [];
}
