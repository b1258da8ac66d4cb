import { NotFound, Unclear } from '../../../model/errors.ts';
import { entityOf } from '../../../model/registry.ts';
import { permit } from '../../../crm/records/index.ts';
import { cardOf } from '../../../crm/notifications/cards/index.ts';
import { resolve } from '../../../crm/search/index.ts';
import { resumeLinkedChannel, linkChannel, unlinkChannel } from '../../../crm/notifications/channels/index.ts';
import { linkedChannelAt } from '../../../crm/notifications/announce/index.ts';
import { say } from '../../messages/blocks.ts';
import { answer } from '../../slack-context.ts';
import { blockerIn, placeOf } from '../../listening-place.ts';
import { named } from '../../views/lines.ts';
import type { Command } from '../command.ts';

const link: Command = {
  name: 'link',
  usage: 'link <record>',
  examples: ['link D-42', 'link acme'],
  help: 'Link this channel to a customer or deal.',
  run: async (request, words) => {
    const { crm, teamId } = request.slack;
    await permit(request, { entity: entityOf('subscription'), verb: 'create' });
    const place = await placeOf(request);
    if ('blocks' in place) return answer(place);
    if (place.personal) throw new Unclear('Run this in the channel to link.');
    if (words.trim() === '') {
      const room = await linkedChannelAt(crm, teamId, place.channel);
      if (!room?.record) throw new NotFound('This channel isn’t linked yet. Use `/crm link D-42`.');
      return answer(say(`:link: This channel is linked to ${named(entityOf(room.entity), room.record)}.`));
    }
    const about = await resolve(request, words, ['customer', 'deal']);
    await linkChannel(request, { channel: place.channel, about });
    const text = `:link: This channel is now linked to ${named(about.entity, about.record)}. Its card is pinned, updates are posted, and commands need no ID: \`/crm log\`, \`/crm next friday send the quote\`.`;
    return answer(say(text));
  },
};

const unlink: Command = {
  name: 'unlink',
  usage: 'unlink',
  examples: ['unlink'],
  help: 'Unlink this channel.',
  run: async (request) => {
    const { crm, teamId, client, log } = request.slack;
    if (!request.channel) throw new Unclear('Run this in the channel it’s for.');
    const { room } = await unlinkChannel(request, request.channel.id);
    const card = await cardOf(crm, { ...room, team: teamId });
    // A pin that stays is no error.
    if (card)
      await client.pins
        .remove({ channel: card.postedIn, timestamp: card.ts })
        .catch((err: unknown) => log.info({ err }, 'A card was not unpinned.'));
    return answer(say('Channel unlinked. Its card stays; updates stop unless a subscription sends them.'));
  },
};

/** Behind Resume of a linked channel that was paused: `go-on C0DEALS`. */
const room: Command = {
  name: 'room',
  run: async (request, words) => {
    const channel = words.trim().split(/\s+/)[1] ?? '';
    const { crm, teamId } = request.slack;
    await permit(request, { entity: entityOf('subscription'), verb: 'create' });
    if (!(await linkedChannelAt(crm, teamId, channel)))
      throw new NotFound('That channel is no longer linked. Link it again with `/crm link`.');
    const blocker = await blockerIn(request.slack, channel);
    if (blocker) return answer(blocker);
    await resumeLinkedChannel(request, channel);
    return answer(say(`:link: Updates are on again in <#${channel}>.`));
  },
};

export const linkCommands: readonly Command[] = [link, unlink, room];
