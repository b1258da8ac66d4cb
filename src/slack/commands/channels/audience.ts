import { Unclear } from '../../../model/errors.ts';
import { recordAccess } from '../../../crm/access/index.ts';
import { decideForOutsiders } from '../../../crm/notifications/channels/index.ts';
import { audienceOf } from '../../audience/audience.ts';
import { answer, type SlackRequest, type Reply } from '../../slack-context.ts';
import { audienceMessage } from './audience-view.ts';
import { withUndo } from '../../views/undoable.ts';
import type { Command } from '../command.ts';

const decided = async (
  request: SlackRequest,
  channel: { id: string; name: string },
  outsiders: 'masked' | 'open',
): Promise<Reply> => {
  const name = `#${channel.name}`;
  const { act } = await decideForOutsiders(request, {
    id: channel.id,
    name,
    outsiders,
  });
  const audience = await audienceOf(request.slack, channel.id);
  return answer(withUndo(audienceMessage(request, audience, ':white_check_mark: Done. '), act));
};

const audience: Command = {
  name: 'audience',
  usage: 'audience [show|hide]',
  examples: ['audience'],
  help: 'Who from outside reads in this channel, and what is hidden from them; managers may `show` everything, and `hide` it again.',
  run: async (request, words) => {
    const { channel, slack } = request;
    if (!channel || channel.id.startsWith('D')) throw new Unclear('Type this in the channel that it is about.');
    const what = words.trim().toLowerCase();
    if (what === 'show') return decided(request, channel, 'open');
    if (what === 'hide') return decided(request, channel, 'masked');
    if (what !== '' && what !== 'ask')
      throw new Unclear('Write `/crm audience`, `/crm audience show` or `/crm audience hide`.');
    await slack.headcounts.doubt(channel.id);
    await recordAccess(slack.crm, request.actor, request.origin, { verb: 'audience' });
    return answer(audienceMessage(request, await audienceOf(slack, channel.id)));
  },
};

export const audienceCommands: readonly Command[] = [audience];
