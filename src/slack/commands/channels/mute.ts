import { refTo } from '../../../model/entity.ts';
import { NotFound, Unclear } from '../../../model/errors.ts';
import { refText } from '../../../model/typed-reference.ts';
import { type FoundNamed, resolve } from '../../../crm/search/index.ts';
import { muteDeal } from '../../../crm/notifications/channels/index.ts';
import { actions, button, say } from '../../messages/blocks.ts';
import { answer, type SlackRequest, type Reply } from '../../slack-context.ts';
import { subscriptionAt } from '../../listening-place.ts';
import { named } from '../../views/lines.ts';
import type { Command } from '../command.ts';

const answered = (deal: FoundNamed<'deal'>, muted: boolean, changed: boolean): Reply => {
  const ref = refText(refTo(deal));
  const name = named(deal.entity, deal.record);
  if (!changed) return answer(say(`${name} is ${muted ? 'muted' : 'told'} here already.`));
  return muted
    ? answer(
        say(`:no_bell: ${name} is muted here. Its card stays up to date.`, actions(button('Unmute', 'unmute', ref))),
      )
    : answer(say(`:bell: ${name} is told here again.`, actions(button('Mute again', 'mute', ref))));
};

const muting =
  (muted: boolean): Command['run'] =>
  async (request, words) => {
    if (!request.channel) throw new Unclear('Type this in the channel that it is about.');
    const deal = await resolve(request, words, ['deal']);
    const what = { deal, channel: subscriptionAt(request), muted };
    const { changed } = await muteDeal(request, what);
    return answered(deal, muted, changed);
  };

const mute: Command = {
  name: 'mute',
  usage: 'mute <ref>',
  examples: ['mute D-42'],
  about: { kinds: ['deal'] },
  help: 'This channel hears nothing of a deal any more; its card stays up to date.',
  run: muting(true),
};

const unmute: Command = {
  name: 'unmute',
  usage: 'unmute <ref>',
  examples: ['unmute D-42'],
  about: { kinds: ['deal'] },
  help: 'This channel hears of a deal again.',
  run: muting(false),
};

/** What a living card's menu stands for. */
const ON_CARDS: ReadonlySet<string> = new Set(['stage', 'owner', 'log', 'next', 'mute', 'unmute']);

/** Behind the menu of a compact card, where one list does for all verbs: `stage D-42`. */
const onCards = (run: (request: SlackRequest, verb: string, words: string) => Promise<Reply>): Command => ({
  name: 'card',
  run: (request, words) => {
    const [, verb = '', rest = ''] = /^(\S*)\s*(.*)$/.exec(words) ?? [];
    if (!ON_CARDS.has(verb)) throw new NotFound('That is nothing a card can do.');
    return run(request, verb, rest);
  },
});

export function muteCommands(
  run: (request: SlackRequest, verb: string, words: string) => Promise<Reply>,
): readonly Command[] {
  return [mute, unmute, onCards(run)];
}
