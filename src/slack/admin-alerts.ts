import { adminIds } from '../crm/team/index.ts';
import type { Trouble } from '../crm/context/index.ts';
import { unhurried, within } from '../model/runtime/deadline.ts';
import { remedyFor, troubleInWords, type TroubleKind } from '../model/runtime/unavailable.ts';
import { count } from '../model/text/text.ts';
import { escape, say, type Message } from './messages/blocks.ts';
import type { SlackContext } from './slack-context.ts';
import { twice } from './messages/respond.ts';

/** How often it is asked who the admins are, in milliseconds: when the database is in trouble, it may not say any more. */
const LEARN_MS = 300_000;
/** How long the database may take to say so, in milliseconds. */
const SOON_MS = 1000;
/** What may pass by itself is told when it lasts longer than this, in milliseconds. */
const PASSING_MS = 15_000;
/** The same trouble is not told again for so long after it was over, in milliseconds. */
const QUIET_MS = 600_000;

const PASSING: ReadonlySet<TroubleKind> = new Set(['busy', 'slow', 'unreachable']);

const READABLE: ReadonlySet<TroubleKind> = new Set(['full', 'busy', 'read-only']);

const beganMessage = ({ kind, detail }: Trouble): Message => {
  const reading = READABLE.has(kind)
    ? 'People can still look things up. Saving fails with an explanation.'
    : 'Commands fail with an explanation.';
  return say(
    `:rotating_light: *CustomerHub can’t save anything.* ${troubleInWords(kind)} (${escape(detail)}).\n${remedyFor(kind)} ${reading} No restart is needed: CustomerHub resumes once this is fixed.`,
  );
};

const overMessage = ({ since }: Trouble): Message => {
  const minutes = Math.max(1, Math.round((Date.now() - since) / 60_000));
  return say(`:white_check_mark: *CustomerHub can save again.* It couldn’t for ${count(minutes, 'minute')}.`);
};

/**
 * Notifies the CRM's admins by direct message that the database is in trouble, once, and when it is over. It bypasses the
 * outbox, which is in that database. Each process reports its own trouble.
 * @returns ends it
 */
export function alertAdmins({ crm, slowClient, log }: SlackContext): () => void {
  const { condition } = crm.database;
  let admins: readonly string[] = [];
  let isTold = false;
  let lastWithFallbacks: { kind: TroubleKind; at: number } | null = null;
  let timer: NodeJS.Timeout | undefined;

  /** Who they are now, or as the database said last. */
  const learn = async (): Promise<readonly string[]> => {
    const known = unhurried(() => within(SOON_MS, () => adminIds(crm)));
    admins = await known.catch(() => admins);
    return admins;
  };
  const tellOne = async (channel: string, message: Message): Promise<void> => {
    await twice(() => slowClient.chat.postMessage({ channel, ...message })).catch((err: unknown) =>
      log.warn({ err }, 'an admin could not be told of the trouble with the database'),
    );
  };
  const tell = async (message: Message): Promise<void> => {
    for (const channel of await learn()) await tellOne(channel, message);
  };
  const began = (): void => {
    const { trouble } = condition;
    const isRecent =
      lastWithFallbacks !== null &&
      lastWithFallbacks.kind === trouble?.kind &&
      Date.now() - lastWithFallbacks.at < QUIET_MS;
    if (!trouble || isTold || isRecent) return;
    isTold = true;
    void tell(beganMessage(trouble));
  };
  const over = (before: Trouble): void => {
    clearTimeout(timer);
    if (!isTold) return;
    isTold = false;
    lastWithFallbacks = { kind: before.kind, at: Date.now() };
    void tell(overMessage(before));
  };

  const end = condition.onChange((now, before) => {
    if (!now) return before ? over(before) : undefined;
    clearTimeout(timer);
    if (PASSING.has(now.kind)) timer = setTimeout(began, PASSING_MS).unref();
    else began();
  });
  const learning = setInterval(() => void learn(), LEARN_MS).unref();
  void learn();
  return () => {
    end();
    clearInterval(learning);
    clearTimeout(timer);
  };
}
