import type { SKRSContext2D } from '@napi-rs/canvas';
import type { Plugin } from 'chart.js';
import { drawLegend, type LegendEntry } from './legend.ts';
import { drawable, fit } from '../words.ts';
import { CARD_RADIUS, font, ink, MARGIN, WIDTH } from './theme.ts';

export interface Heading {
  title: string;
  subtitle: string;
  legend: LegendEntry[];
}

const TITLE = 30;
const SUBTITLE = 20;

/** Draws what surrounds every chart: the white card, the title, the subtitle and the legend. */
export function card(heading: Heading): Plugin<'bar'> {
  return {
    id: 'card',
    beforeDraw: (chart) => {
      const context: SKRSContext2D = chart.ctx;
      context.save();
      context.textAlign = 'left';
      context.textBaseline = 'alphabetic';
      context.fillStyle = ink.card;
      context.beginPath();
      context.roundRect(0, 0, chart.width, chart.height, CARD_RADIUS);
      context.fill();
      const room = WIDTH - 2 * MARGIN;
      context.fillStyle = ink.strong;
      context.font = font(TITLE, 600);
      context.fillText(fit(drawable(heading.title), room, TITLE, 600), MARGIN, 56);
      context.fillStyle = ink.soft;
      context.font = font(SUBTITLE);
      context.fillText(fit(drawable(heading.subtitle), room, SUBTITLE), MARGIN, 87);
      drawLegend(context, heading.legend);
      context.restore();
    },
  };
}
