import { NotFound, Unclear } from '../../../model/errors.ts';
import { entityOf } from '../../../model/registry.ts';
import { permit } from '../../../crm/records/run-in-transaction.ts';
import { cardOf } from '../../../crm/notifications/cards/cards.ts';
import { resolve } from '../../../crm/search/resolve.ts';
import { letRoomGoOn, linkRoom, unlinkRoom } from '../../../crm/notifications/channels/linked-channel.ts';
import { roomAt } from '../../../crm/notifications/announce/linked-channels.ts';
import { say } from '../../messages/blocks.ts';
import { answer } from '../../slack-context.ts';
import { hindranceIn, placeOf } from '../../listening-place.ts';
import { named } from '../../views/lines.ts';
import type { Verb } from '../command.ts';

const link: Verb = {
  name: 'link',
  usage: 'link <ref>',
  examples: ['link D-42', 'link acme'],
  help: 'This channel is about one customer or deal: it gets a pinned card and hears what happens, and commands here need no reference.',
  run: async (ask, words) => {
    const { crm, teamId } = ask.desk;
    await permit(crm, ask.actor, ask.origin, { entity: entityOf('subscription'), verb: 'create' });
    const place = await placeOf(ask);
    if ('blocks' in place) return answer(place);
    if (place.personal) throw new Unclear('Type this in the channel that is to be about the customer or deal.');
    if (words.trim() === '') {
      const room = await roomAt(crm, teamId, place.channel);
      if (!room?.record) throw new NotFound('This channel is about nothing yet. Write `/crm link D-42`.');
      return answer(say(`:link: This channel is about ${named(entityOf(room.entity), room.record)}.`));
    }
    const about = await resolve(crm, ask.actor, words, ['customer', 'deal']);
    await linkRoom(crm, ask.actor, ask.origin, { channel: place.channel, about });
    const text = `:link: From now on this channel is about ${named(about.entity, about.record)}. Its card is pinned here, what happens is told, and commands need no reference: \`/crm log\`, \`/crm next friday send the offer\`.`;
    return answer(say(text));
  },
};

const unlink: Verb = {
  name: 'unlink',
  usage: 'unlink',
  examples: ['unlink'],
  help: 'This channel is about no customer or deal any more.',
  run: async (ask) => {
    const { crm, teamId, client, log } = ask.desk;
    if (!ask.channel) throw new Unclear('Type this in the channel that it is about.');
    const { room } = await unlinkRoom(crm, ask.actor, ask.origin, ask.channel.id);
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
const room: Verb = {
  name: 'room',
  run: async (ask, words) => {
    const channel = words.trim().split(/\s+/)[1] ?? '';
    const { crm, teamId } = ask.desk;
    await permit(crm, ask.actor, ask.origin, { entity: entityOf('subscription'), verb: 'create' });
    if (!(await roomAt(crm, teamId, channel)))
      throw new NotFound('That channel is about no customer or deal any more.');
    const hindrance = await hindranceIn(ask.desk, channel);
    if (hindrance) return answer(hindrance);
    await letRoomGoOn(crm, ask.actor, ask.origin, channel);
    return answer(say(`:link: What happens is told in <#${channel}> again, and its card is up to date.`));
  },
};

export const roomVerbs: readonly Verb[] = [link, unlink, room];
