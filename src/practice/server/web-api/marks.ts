/** reactions.* and pins.* */
import type { JsonObject } from '../../protocol.ts';
import type { World } from '../state/world.ts';
import { showAgain } from '../state/messages.ts';
import type { MessageRecord } from '../state/records.ts';
import { findChannel, findShown, mustBeIn } from './find.ts';
import { ApiError, required, type Methods } from './method.ts';

export const marks: Methods = {
  'reactions.add': {
    scopes: ['reactions:write'],
    tier: 3,
    run(world, args) {
      const message = marked(world, args);
      const name = required(args, 'name').replaceAll(':', '');
      if (!/^[a-z0-9_+'-]+$/.test(name)) throw new ApiError('invalid_name');
      const users = message.reactions.find((one) => one.name === name)?.users;
      if (users?.includes(world.app.botUserId)) throw new ApiError('already_reacted');
      if (users) users.push(world.app.botUserId);
      else message.reactions.push({ name, users: [world.app.botUserId] });
      world.touched();
    },
  },
  'reactions.remove': {
    scopes: ['reactions:write'],
    tier: 2,
    run(world, args) {
      const message = marked(world, args);
      const name = required(args, 'name').replaceAll(':', '');
      const mine = message.reactions.find((one) => one.name === name && one.users.includes(world.app.botUserId));
      if (!mine) throw new ApiError('no_reaction');
      mine.users = mine.users.filter((user) => user !== world.app.botUserId);
      message.reactions = message.reactions.filter(({ users }) => users.length > 0);
      world.touched();
    },
  },
  'pins.remove': {
    scopes: ['pins:write'],
    tier: 2,
    run(world, args) {
      const message = marked(world, args);
      if (!message.pinned) throw new ApiError('no_pin');
      pinned(world, message, false);
    },
  },
  'pins.add': {
    scopes: ['pins:write'],
    tier: 2,
    run(world, args) {
      const message = marked(world, args);
      if (message.pinned) throw new ApiError('already_pinned');
      pinned(world, message, true);
    },
  },
};

function pinned(world: World, message: MessageRecord, is: boolean): void {
  message.pinned = is;
  showAgain(world, findChannel(world, message.channel), message);
}

function marked(world: World, args: JsonObject): MessageRecord {
  const channel = findChannel(world, required(args, 'channel'));
  mustBeIn(world, channel);
  return findShown(world, channel.id, required(args, 'timestamp'));
}
