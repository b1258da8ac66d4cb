import { altText } from '../src/charts/alt-text.ts';
import type { Picture } from '../src/charts/pictures.ts';
import { gallery } from '../tests/charts/exhibits.ts';

/** What each picture is for. */
const questions: Record<Picture['kind'], string> = {
  'pipeline-by-stage': 'Where is the money, and how much of it is likely to come?',
  funnel: 'How many come from the first stage to the last, and where do we lose them?',
  'won-by-month': 'How much did we win, and is that more than a year ago?',
  forecast: 'Will we reach the target, with what is sure, likely and possible?',
  'what-moved': 'Why is the pipeline worth more, or less, than it was?',
  ageing: 'Which deals have been in their stage for too long?',
  'lost-reasons': 'Why do we lose, and what does it cost?',
  'activity-by-person': 'Who does what?',
};

const intro = `# Pictures

Every kind of picture that CustomerHub draws, from made-up numbers, with the words that come with it as alternative text.
Colours are told apart with every common kind of colour blindness; letters are large enough for a phone; the card is white with clear
corners, so that it sits well on dark and on light. Where there are too many rows to read, the last one sums up the rest.

Written by [scripts/gallery.ts](../scripts/gallery.ts).
`;

/** Where the page finds a picture, from its own folder. */
export const imagePath = (kind: Picture['kind']): string => `images/charts/${kind}.png`;

/** The page of all pictures, as Markdown. */
export const galleryPage = (): string => [intro, ...Object.values(gallery).map(exhibit)].join('\n');

function exhibit(picture: Picture): string {
  const words = altText(picture).replace(/[\\[\]*_<>`|~]/g, String.raw`\$&`);
  return `## ${picture.title}\n\n${questions[picture.kind]}\n\n![${words}](${imagePath(picture.kind)})\n\n> ${words}\n`;
}
