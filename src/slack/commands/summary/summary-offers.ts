import type { KnownBlock } from '@slack/types';
import { shorten } from '../../../crm/search/index.ts';
import { PARTS, type PartName, type Figure, type Summary } from '../../../crm/summary/index.ts';
import { actions, button, picker } from '../../messages/blocks.ts';
import type { SlackRequest } from '../../slack-context.ts';
import { scheduleOffer } from './schedule-list.ts';

/** Slack's menus take values of up to 150 characters. */
const MOST_WORDS = 110;

/** The words of a question as buttons and menus carry them. */
export function shortWords(request: SlackRequest, words: string): Promise<string> {
  return shorten(request.slack.crm, words, MOST_WORDS);
}

/** A menu of figures: each opens what it means and the rows it is made of. */
export function figureMenu(figures: readonly Figure[], words: string): KnownBlock {
  return actions(
    picker(
      'Explain a metric',
      'figure',
      figures
        .filter(({ hidden }) => hidden === null || hidden === 'unasked')
        .map(({ key, label }) => ({ text: label, words: `${key} 1 ${words}`.trim() })),
    ),
  );
}

const ON_DEMAND: readonly PartName[] = ['pipeline', 'forecast', 'activity', 'lost', 'numbers'];

/** What can be opened from here, and done with it. */
export async function summaryOffers(
  request: SlackRequest,
  { figures, breakdown }: Summary,
  words: string,
): Promise<KnownBlock[]> {
  const short = await shortWords(request, words);
  const open = (part: PartName) => button(PARTS[part], 'summary-part', `${part} ${short}`);
  const menu = figureMenu(Object.values(figures), short);
  const again = [
    button('Share', 'share-summary', short),
    ...scheduleOffer(words),
    button('Edit', 'summary-form', short),
    ...(breakdown ? [button('Download CSV', 'summary-csv', `by ${short}`)] : []),
  ];
  return [actions(...ON_DEMAND.map(open)), menu, actions(...again)];
}
