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
  usage: 'link <ref>',
  examples: ['link D-42', 'link acme'],
  help: 'This channel is about one customer or deal: it gets a pinned card and hears what happens, and commands here need no reference.',
  run: async (request, words) => {
    const { crm, teamId } = request.slack;
    await permit(request, { entity: entityOf('subscription'), verb: 'create' });
    const place = await placeOf(request);
    if ('blocks' in place) return answer(place);
    if (place.personal) throw new Unclear('Type this in the channel that is to be about the customer or deal.');
    if (words.trim() === '') {
      const room = await linkedChannelAt(crm, teamId, place.channel);
      if (!room?.record) throw new NotFound('This channel is about nothing yet. Write `/crm link D-42`.');
      return answer(say(`:link: This channel is about ${named(entityOf(room.entity), room.record)}.`));
    }
    const about = await resolve(request, words, ['customer', 'deal']);
    await linkChannel(request, { channel: place.channel, about });
    const text = `:link: From now on this channel is about ${named(about.entity, about.record)}. Its card is pinned here, what happens is told, and commands need no reference: \`/crm log\`, \`/crm next friday send the offer\`.`;
    return answer(say(text));
  },
};

const unlink: Command = {
  name: 'unlink',
  usage: 'unlink',
  examples: ['unlink'],
  help: 'This channel is about no customer or deal any more.',
  run: async (request) => {
    const { crm, teamId, client, log } = request.slack;
    if (!request.channel) throw new Unclear('Type this in the channel that it is about.');
    const { room } = await unlinkChannel(request, request.channel.id);
    const card = await cardOf(crm, { ...room, team: teamId });
    // A pin that stays is a nuisance, no error.
    if (card)
      await client.pins
        .remove({ channel: card.postedIn, timestamp: card.ts })
        .catch((err: unknown) => log.info({ err }, 'A card was not unpinned.'));
    return answer(
      say(
        'This channel is about no record any more. Its card stays, and nothing more is told here without a subscription.',
      ),
    );
  },
};

/** Behind the button of a room that was paused for its channel's sake: `go-on C0DEALS`. */
const room: Command = {
  name: 'room',
  run: async (request, words) => {
    const channel = words.trim().split(/\s+/)[1] ?? '';
    const { crm, teamId } = request.slack;
    await permit(request, { entity: entityOf('subscription'), verb: 'create' });
    if (!(await linkedChannelAt(crm, teamId, channel)))
      throw new NotFound('That channel is about no customer or deal any more.');
    const blocker = await blockerIn(request.slack, channel);
    if (blocker) return answer(blocker);
    await resumeLinkedChannel(request, channel);
    return answer(say(`:link: What happens is told in <#${channel}> again, and its card is up to date.`));
  },
};

export const linkCommands: readonly Command[] = [link, unlink, room];
