import { ChartJSNodeCanvas } from 'chartjs-node-canvas';
import type { Canvas } from '@napi-rs/canvas';
import type { Plugin } from 'chart.js';
import { activityByPerson } from './charts/activity-by-person.ts';
import { loadFonts } from './drawing/fonts.ts';
import { answerFor, type Drawn, type ForEachPicture, type Picture } from './pictures.ts';
import { ageing } from './charts/ageing.ts';
import { forecast } from './charts/forecast.ts';
import { funnel } from './charts/funnel.ts';
import { lostReasons } from './charts/lost-reasons.ts';
import { pipelineByStage } from './charts/pipeline-by-stage.ts';
import { encodePng } from './png.ts';
import type { ChartShape } from './drawing/scene.ts';
import { SCALE, WIDTH } from './drawing/theme.ts';
import { whatMoved } from './charts/what-moved.ts';
import { wonByMonth } from './charts/won-by-month.ts';

const scenes: ForEachPicture<ChartShape> = {
  'pipeline-by-stage': pipelineByStage,
  'won-by-month': wonByMonth,
  'activity-by-person': activityByPerson,
  funnel,
  forecast,
  'what-moved': whatMoved,
  ageing,
  'lost-reasons': lostReasons,
};

/** One for each height: making a new one loads Chart.js again and never lets go of it. */
const renderers = new Map<number, ChartJSNodeCanvas>();

function easelFor(height: number): ChartJSNodeCanvas {
  let renderer = renderers.get(height);
  if (!renderer) renderers.set(height, (renderer = new ChartJSNodeCanvas({ width: WIDTH, height })));
  return renderer;
}

type Encode = (canvas: Canvas) => Buffer;

/** The canvas's own PNG encoder costs more than everything else together, so its place is taken. */
const cheaperPng: Encode = (canvas) => encodePng(canvas.data(), canvas.width, canvas.height);

const encodedBy = (encode: Encode): Plugin<'bar'> => ({
  id: 'encoded-by',
  beforeInit: (chart) => {
    const canvas: Canvas = chart.canvas;
    Object.assign(canvas, { toBuffer: () => encode(canvas) });
  },
});

/**
 * Draws on the thread it is called on. RangeError for a wrong locale, currency or month.
 * @param encode what makes the file of the canvas; another than the usual one is for measuring
 */
export function paint(picture: Picture, encode = cheaperPng): Omit<Drawn, 'alt'> {
  loadFonts();
  const { height, config } = answerFor(scenes, picture);
  const plugins = [...(config.plugins ?? []), encodedBy(encode)];
  const png = easelFor(height).renderToBufferSync({ ...config, plugins });
  return { png, width: WIDTH * SCALE, height: height * SCALE };
}
