/** What was said before anybody was listening. */
import type { SaidSpec } from './specs.ts';
import type { World } from './world.ts';
import { markUp } from '../escape.ts';

export function tellHistory(world: World, history: SaidSpec[]): void {
  for (const { channel, user, text, at } of history) {
    const said = {
      ...{ channel, user, text: markUp(world, text), ts: world.timestamps.next(at) },
      ...{ blocks: [], files: [], reactions: [], pinned: false },
    };
    world.messages.set(channel, [...(world.messages.get(channel) ?? []), said]);
    for (const member of world.channels.get(channel)?.members ?? [])
      world.lastRead.set(`${member} ${channel}`, said.ts);
  }
}
