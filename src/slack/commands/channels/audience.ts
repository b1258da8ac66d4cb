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
  help: 'See which external people can read this channel and what’s hidden from them. Managers can `show` or `hide` it.',
  run: async (request, words) => {
    const { channel, slack } = request;
    if (!channel || channel.id.startsWith('D')) throw new Unclear('Run this in the channel it’s for.');
    const what = words.trim().toLowerCase();
    if (what === 'show') return decided(request, channel, 'open');
    if (what === 'hide') return decided(request, channel, 'masked');
    if (what !== '' && what !== 'ask')
      throw new Unclear('Use `/crm audience`, `/crm audience show` or `/crm audience hide`.');
    await slack.headcounts.doubt(channel.id);
    await recordAccess(slack.crm, request.actor, request.origin, { verb: 'audience' });
    return answer(audienceMessage(request, await audienceOf(slack, channel.id)));
  },
};

export const audienceCommands: readonly Command[] = [audience];
