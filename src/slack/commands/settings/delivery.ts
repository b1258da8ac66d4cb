import { dropMessage, sendAgain } from '../../../crm/notifications/outbox/index.ts';
import { Unclear } from '../../../model/errors.ts';
import { permitTo } from '../../../crm/access/index.ts';
import { answer } from '../../slack-context.ts';
import { decided, deliveryMessage } from './settings-delivery.ts';
import type { Command } from '../command.ts';

const DECISIONS = {
  again: { decide: sendAgain, done: 'Retrying' },
  drop: { decide: dropMessage, done: 'Discarded' },
} as const;

const isDecision = (word: string): word is keyof typeof DECISIONS => Object.hasOwn(DECISIONS, word);

/** Behind the menu of a failed message, and the buttons for all of them: `again 12`, `drop all`. */
const outbox: Command = {
  name: 'outbox',
  run: async (request, words) => {
    await permitTo(request, 'settings');
    const [what = '', which = ''] = words.trim().split(/\s+/);
    if (!isDecision(what)) throw new Unclear('Open `/crm settings delivery` again and choose there.');
    const { decide, done } = DECISIONS[what];
    const { messages } = await decide(request, which === 'all' ? 'all' : Number(which) || 0);
    return answer(await deliveryMessage(request, 1, decided(done, messages)), true);
  },
};

export const deliveryCommands: readonly Command[] = [outbox];
