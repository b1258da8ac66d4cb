/** Shapes that Slack refuses, by kind. */
import { shapes as agentBlocks } from './agent-blocks.ts';
import { shapes as cards } from './cards.ts';
import { shapes as charts } from './charts.ts';
import { shapes as firstValues } from './first-values.ts';
import { shapes as formats } from './formats.ts';
import { shapes as links } from './links.ts';
import { shapes as pictures } from './pictures.ts';
import { shapes as places } from './places.ts';
import { shapes as richText } from './rich-text.ts';
import { shapes as tables } from './tables.ts';
import { shapes as views } from './views.ts';
import type { Refused } from '../says.ts';

export const refused: Record<string, Refused[]> = {
  links,
  pictures,
  'first values': firstValues,
  'dates, times and numbers': formats,
  'rich text': richText,
  tables,
  charts,
  'cards and containers': cards,
  'plans, tasks, feedback, alerts, files and videos': agentBlocks,
  'elements and objects in their places': places,
  views,
};
