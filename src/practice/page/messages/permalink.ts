/** Links to one message: `/archives/C…/p…` as Slack makes them, and `#C…/ts`, where the server sends their visitors. */
import type { RefObject } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { Message } from '../../protocol.ts';
import { cell, useCell } from '../cell.ts';
import { go } from '../shell/route.ts';

interface Target {
  channel: string;
  ts: string;
}

/** The message that a link pointed at, until it has been found on screen. */
const pointed = cell<Target | null>(null);

function targetOf(url: URL): Target | null {
  const [, channel, seconds, micros] = /^\/archives\/(\w+)\/p(\d+)(\d{6})$/.exec(url.pathname) ?? [];
  if (url.origin === location.origin && channel) return { channel, ts: `${seconds}.${micros}` };
  const [, here, ts] = /^#(\w+)\/([\d.]+)$/.exec(decodeURIComponent(url.hash)) ?? [];
  return url.origin === location.origin && here && ts ? { channel: here, ts } : null;
}

/** Goes to the message if the address is one of a message here; false if it is not. */
export function follow(address: string, how: 'push' | 'replace' = 'push'): boolean {
  const target = URL.canParse(address) ? targetOf(new URL(address)) : null;
  if (!target) return false;
  pointed.set(target);
  go({ channel: target.channel, tab: 'messages', thread: '' }, how);
  return true;
}

/** Seconds a message stays marked after a link led to it. */
const MARKED = 2.5;

interface Listed {
  box: RefObject<HTMLElement | null>;
  channel: string;
  all: Message[];
  /** How many of the newest messages are drawn. */
  shown: number;
  show: (count: number) => void;
}

/** Scrolls to the pointed message, drawing older ones first where needed. Returns its ts while it is marked. */
export function usePointed({ box, channel, all, shown, show }: Listed): string | undefined {
  const target = useCell(pointed);
  const [marked, setMarked] = useState<string>();
  const ts = target?.channel === channel ? target.ts : undefined;
  useEffect(() => {
    if (!ts) return;
    const message = all.find((one) => one.ts === ts);
    const root = message?.threadTs ?? ts;
    const back = all.length - all.findIndex((one) => one.ts === root);
    if (back > shown) return show(back + 20);
    pointed.set(null);
    if (message?.threadTs && message.threadTs !== ts) go({ thread: message.threadTs }, 'replace');
    box.current?.querySelector(`[data-ts="${root}"]`)?.scrollIntoView({ block: 'center' });
    setMarked(root);
    setTimeout(() => setMarked(undefined), MARKED * 1000);
  }, [ts, shown]);
  return marked;
}
