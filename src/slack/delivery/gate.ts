/** When the next message may leave. All times are milliseconds since 1970. */
export interface Gate {
  /** The moment from which this channel may be posted to. */
  opensAt: (channel: string) => number;
  /** A message went to the channel at that moment: the next keeps its distance. */
  passed: (channel: string, at: number) => void;
  /** Slack asked to wait with this channel. */
  hold: (channel: string, until: number, now: number) => void;
  /** Nothing leaves until then. */
  close: (until: number) => void;
  /** The moment until which nothing leaves. */
  closedUntil: () => number;
}

/** @param pace least distance between two messages to one channel, in milliseconds */
export const makeGate = (pace: number): Gate => {
  const opens = new Map<string, number>();
  const held = new Map<string, number>();
  let closed = 0;
  const close = (until: number): void => void (closed = Math.max(closed, until));
  return {
    opensAt: (channel) => Math.max(closed, opens.get(channel) ?? 0, held.get(channel) ?? 0),
    passed: (channel, at) => void opens.set(channel, at + pace),
    // Slack does not say whether it means the channel or the whole workspace. One channel alone: that channel; a second
    // while the first still waits: everything.
    hold: (channel, until, now) => {
      const another = [...held].some(([other, wait]) => other !== channel && wait > now);
      held.set(channel, until);
      if (another) close(until);
    },
    close,
    closedUntil: () => closed,
  };
};

/** Milliseconds to wait before another attempt: twice as long each time, up to five minutes, never quite alike. */
export const backoff = (attempts: number, random: () => number): number =>
  Math.min(2000 * 2 ** attempts, 300_000) * (0.5 + random() / 2);
