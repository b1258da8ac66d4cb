/** Slack looks through what an app uploaded before it shows it anywhere, and before it shares it: that takes seconds. */
import { setTimeout as wait } from 'node:timers/promises';
import type { Scan } from '../state/records.ts';
import type { FileRecord } from '../state/records.ts';
import { postMessage } from '../state/messages.ts';
import type { World } from '../state/world.ts';

/** Begins once the app has completed an upload. The message that shares the files comes when it ends. */
export function scan(world: World, files: FileRecord[], then: Omit<Scan, 'files'>): void {
  const ids = files.map(({ card }) => card.id);
  for (const file of files) file.scan = { files: ids, ...then };
  world.touched();
  if (!world.faults.keepsFiles) void finish(world, files[0]!.scan!);
}

/** What was still being looked through when the workspace was closed ends a moment after it is open again. */
export function scanAgain(world: World): void {
  for (const [id, file] of world.files) if (file.scan?.files[0] === id) void finish(world, file.scan);
}

/** Nothing waits for it, and it ends without an effect when the workspace closes first. */
async function finish(world: World, { files: ids, channels, threadTs, ...said }: Scan): Promise<void> {
  const isOver = await wait(world.scanMs(), true, { signal: world.closing, ref: false }).catch(() => false);
  if (!isOver) return;
  const files = ids.flatMap((id) => world.files.get(id) ?? []);
  for (const file of files) delete file.scan;
  world.touched();
  for (const channel of channels.flatMap((id) => world.channels.get(id) ?? [])) {
    const thread = threadTs ? { threadTs } : {};
    const draft = { user: world.app.botUserId, ...said, files, subtype: 'file_share', ...thread };
    const { ts } = postMessage(world, channel, draft);
    for (const file of files) file.shares[channel.id] = ts;
  }
}
