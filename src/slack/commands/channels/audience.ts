import { Unclear } from '../../../model/errors.ts';
import { note } from '../../../crm/records/run-in-transaction.ts';
import { decideForOutsiders } from '../../../crm/notifications/channels/channels.ts';
import { audienceOf } from '../../audience/audience.ts';
import { answer, type Ask, type Reply } from '../../slack-context.ts';
import { audienceMessage } from './audience-view.ts';
import { withUndo } from '../../views/undoable.ts';
import type { Verb } from '../command.ts';

const decided = async (
  ask: Ask,
  channel: { id: string; name: string },
  outsiders: 'masked' | 'open',
): Promise<Reply> => {
  const name = `#${channel.name}`;
  const { act } = await decideForOutsiders(ask.desk.crm, ask.actor, ask.origin, { id: channel.id, name, outsiders });
  const audience = await audienceOf(ask.desk, channel.id);
  return answer(withUndo(audienceMessage(ask, audience, ':white_check_mark: Done. '), act));
};

const audience: Verb = {
  name: 'audience',
  usage: 'audience [show|hide]',
  examples: ['audience'],
  help: 'Who from outside reads in this channel, and what is hidden from them; managers may `show` everything, and `hide` it again.',
  run: async (ask, words) => {
    const { channel, desk } = ask;
    if (!channel || channel.id.startsWith('D')) throw new Unclear('Type this in the channel that it is about.');
    const what = words.trim().toLowerCase();
    if (what === 'show') return decided(ask, channel, 'open');
    if (what === 'hide') return decided(ask, channel, 'masked');
    if (what !== '' && what !== 'ask')
      throw new Unclear('Write `/crm audience`, `/crm audience show` or `/crm audience hide`.');
    await desk.headcounts.doubt(channel.id);
    await note(desk.crm, ask.actor, ask.origin, { verb: 'audience' });
    return answer(audienceMessage(ask, await audienceOf(desk, channel.id)));
  },
};

export const audienceVerbs: readonly Verb[] = [audience];
