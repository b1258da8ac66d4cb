import type { SKRSContext2D } from '@napi-rs/canvas';
import type { Chart, ChartConfiguration, ChartDataset, ChartOptions, Plugin } from 'chart.js';
import { card, type Heading } from './card.ts';
import { sum } from '../format.ts';
import { font, HEIGHT, ink, MARGIN, SCALE, TOP, WIDTH } from './theme.ts';

/** Bars as long as a number, or from one number to another. */
export type Bars = ChartDataset<'bar', (number | [from: number, to: number])[]>;

/** A picture laid out: what Chart.js is to draw, and how high, in units. */
export interface ChartShape {
  height: number;
  config: ChartConfiguration<'bar'>;
}

interface Layout extends Heading {
  height?: number;
  /** One for each bar; they are not drawn, a scene writes its own. */
  labels: string[];
  datasets: Bars[];
  /** Room for what the scene writes beside its bars, in units, inside the card's margins. */
  room: { left: number; right: number; top: number; bottom: number };
  options: ChartOptions<'bar'>;
  /** Writes the labels once the bars are there. */
  write: (context: SKRSContext2D, chart: Chart<'bar'>) => void;
}

export function shapeOf({ height = HEIGHT, labels, datasets, room, options, write, ...heading }: Layout): ChartShape {
  const writing: Plugin<'bar'> = {
    id: 'writing',
    afterDatasetsDraw: (chart) => {
      const context: SKRSContext2D = chart.ctx;
      context.save();
      write(context, chart);
      context.restore();
    },
  };
  const padding = {
    left: MARGIN + room.left,
    right: MARGIN + room.right,
    top: TOP + room.top,
    bottom: MARGIN + room.bottom,
  };
  const plain = { legend: { display: false }, tooltip: { enabled: false } };
  return {
    height,
    config: {
      type: 'bar',
      data: { labels, datasets },
      options: { ...options, devicePixelRatio: SCALE, layout: { padding, autoPadding: false }, plugins: plain },
      plugins: [card(heading), writing],
    },
  };
}

/** From the lowest to the highest that bars reach which are stacked on each other; zero is always between them. */
export function reach(datasets: readonly Bars[]): { min: number; max: number } {
  const stacks = (datasets[0]?.data ?? []).map((_, index) => datasets.map(({ data }) => data[index] ?? 0));
  const ends = stacks.flatMap((stack) => {
    const lengths = stack.filter((bar) => typeof bar === 'number');
    return [...stack.flat(), sum(lengths.filter((length) => length > 0)), sum(lengths.filter((length) => length < 0))];
  });
  return { min: Math.min(0, ...ends), max: Math.max(0, ...ends) };
}

/** The line under the title: what the picture found, then what it was told. */
export function foundIn(altText: string, subtitle = ''): string {
  return [altText, subtitle].filter(Boolean).join(' · ');
}

/** In place of an axis without bars: a sentence about what will be here. */
export function nothingYet(title: string, subtitle: string, sentence: string): ChartShape {
  const scales = { x: { display: false }, y: { display: false } };
  return shapeOf({
    ...{ title, subtitle, legend: [], labels: [], datasets: [] },
    ...{ room: { left: 0, right: 0, top: 0, bottom: 0 }, options: { scales } },
    write: (context, chart) => {
      const middle = chart.height / 2 + 20;
      context.textAlign = 'center';
      context.fillStyle = ink.strong;
      context.font = font(34, 600);
      context.fillText('Nothing yet', WIDTH / 2, middle);
      context.fillStyle = ink.soft;
      context.font = font(20);
      context.fillText(sentence, WIDTH / 2, middle + 38);
    },
  });
}
