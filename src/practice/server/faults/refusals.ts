/** What Slack refuses in blocks: by the rules of Block Kit, and for what it can show at this moment. */
import type { Json } from '../../protocol.ts';
import type { World } from '../state/world.ts';
import { checkBlocks, type BlockKitOptions, type Problem } from '../check/check.ts';

/** The workspace's switches, and which uploaded files it can show now. */
export function blockKitOf(world: World): BlockKitOptions {
  return {
    ...world.blockKit,
    showsFile: ({ id }) => {
      if (id === undefined) return true;
      const file = world.files.get(id);
      return file !== undefined && file.complete && !file.scan && !world.faults.hidesFiles;
    },
  };
}

export function messageProblems(world: World, blocks: Json): Problem[] {
  return checkBlocks(blocks, blockKitOf(world));
}
