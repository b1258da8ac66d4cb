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
  if (!changed)
    return answer(say(muted ? `${name} is muted here already.` : `Updates about ${name} are on here already.`));
  return muted
    ? answer(
        say(
          `:no_bell: Muted updates about ${name} here. Its card stays current.`,
          actions(button('Unmute', 'unmute', ref)),
        ),
      )
    : answer(say(`:bell: Updates about ${name} are on again here.`, actions(button('Mute again', 'mute', ref))));
};

const muting =
  (muted: boolean): Command['run'] =>
  async (request, words) => {
    if (!request.channel) throw new Unclear('Run this in the channel it’s for.');
    const deal = await resolve(request, words, ['deal']);
    const what = { deal, channel: subscriptionAt(request), muted };
    const { changed } = await muteDeal(request, what);
    return answered(deal, muted, changed);
  };

const mute: Command = {
  name: 'mute',
  usage: 'mute <record>',
  examples: ['mute D-42'],
  about: { kinds: ['deal'] },
  help: 'Stop updates about a deal in this channel. Its card stays current.',
  run: muting(true),
};

const unmute: Command = {
  name: 'unmute',
  usage: 'unmute <record>',
  examples: ['unmute D-42'],
  about: { kinds: ['deal'] },
  help: 'Turn updates about a deal back on.',
  run: muting(false),
};

/** Commands in the menu of a compact card. */
const ON_CARDS: ReadonlySet<string> = new Set(['stage', 'owner', 'log', 'next', 'mute', 'unmute']);

/** Behind the menu of a compact card, which holds all commands: `stage D-42`. */
const onCards = (run: (request: SlackRequest, verb: string, words: string) => Promise<Reply>): Command => ({
  name: 'card',
  run: (request, words) => {
    const [, verb = '', rest = ''] = /^(\S*)\s*(.*)$/.exec(words) ?? [];
    if (!ON_CARDS.has(verb))
      throw new NotFound('That action isn’t available on this card. Use a command instead: `/crm help`.');
    return run(request, verb, rest);
  },
});

export function muteCommands(
  run: (request: SlackRequest, verb: string, words: string) => Promise<Reply>,
): readonly Command[] {
  return [mute, unmute, onCards(run)];
}
