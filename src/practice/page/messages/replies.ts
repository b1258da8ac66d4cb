/** What a thread's first message shows of its replies. */
import type { Message } from '../../protocol.ts';

export interface Replies {
  count: number;
  people: string[];
  lastTs: string;
}

export function repliesOf(all: Message[]): Map<string, Replies> {
  const found = new Map<string, Replies>();
  for (const { ts, threadTs, user, ephemeralFor } of all) {
    if (!threadTs || threadTs === ts || ephemeralFor) continue;
    const before = found.get(threadTs) ?? { count: 0, people: [], lastTs: ts };
    const people = before.people.includes(user) ? before.people : [...before.people, user];
    found.set(threadTs, { count: before.count + 1, people, lastTs: ts });
  }
  return found;
}
