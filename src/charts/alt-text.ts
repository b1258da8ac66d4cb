import { activityFound } from './alt-text/activity-by-person.ts';
import { ageingFound } from './alt-text/ageing.ts';
import { forecastFound } from './alt-text/forecast.ts';
import { funnelFound } from './alt-text/funnel.ts';
import { lostFound } from './alt-text/lost-reasons.ts';
import { pipelineFound } from './alt-text/pipeline-by-stage.ts';
import { movedFound } from './alt-text/what-moved.ts';
import { wonFound } from './alt-text/won-by-month.ts';
import { answerFor, type ForEachPicture, type Picture } from './pictures.ts';

/** Slack's limit for an image's `alt_text`. */
const MOST = 2000;

const findings: ForEachPicture<string> = {
  'pipeline-by-stage': pipelineFound,
  'won-by-month': wonFound,
  'activity-by-person': activityFound,
  funnel: funnelFound,
  forecast: forecastFound,
  'what-moved': movedFound,
  ageing: ageingFound,
  'lost-reasons': lostFound,
};

/** One sentence for those who cannot see the picture: what it shows, the finding first, at most 2000 characters. */
export function altText(picture: Picture): string {
  const sentence = `${picture.title}: ${answerFor(findings, picture)}`.replace(/\s+/g, ' ');
  if (sentence.length <= MOST) return sentence;
  return `${sentence.slice(0, MOST - 1).replace(/[\ud800-\udbff]$/, '')}…`; // never half a character
}
