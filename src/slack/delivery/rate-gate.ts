/** Whether anything may leave this process at all. All times are milliseconds since 1970. */
export interface RateGate {
  /** Slack asked to wait with this channel. */
  hold: (channel: string, until: number, now: number) => void;
  /** Nothing leaves until then. */
  close: (until: number) => void;
  /** The moment until which nothing leaves. */
  closedUntil: () => number;
}

export function makeRateGate(): RateGate {
  const held = new Map<string, number>();
  let closed = 0;
  const close = (until: number): void => void (closed = Math.max(closed, until));
  return {
    // Slack does not say whether it means the channel or the whole workspace. One channel alone: that channel; a second
    // while the first still waits: everything.
    hold: (channel, until, now) => {
      for (const [other, wait] of held) if (wait <= now) held.delete(other);
      const another = [...held.keys()].some((other) => other !== channel);
      held.set(channel, until);
      if (another) close(until);
    },
    close,
    closedUntil: () => closed,
  };
}

/** Milliseconds to wait before another attempt: twice as long each time, up to five minutes, never quite alike. */
export function backoff(attempts: number, random: () => number, most = 300_000): number {
  return Math.min(2000 * 2 ** attempts, most) * (0.5 + random() / 2);
}
