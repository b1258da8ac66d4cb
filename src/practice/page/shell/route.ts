/** Who is looking at what, kept in the address so that links, reload and the browser's back button work. */
import { cell } from '../cell.ts';

export interface Route {
  as: string;
  channel: string;
  tab: 'home' | 'messages';
  thread: string;
}

function read(): Route {
  const query = new URLSearchParams(location.search);
  return {
    as: query.get('as') ?? '',
    channel: query.get('channel') ?? '',
    tab: query.get('tab') === 'messages' ? 'messages' : 'home',
    thread: query.get('thread') ?? '',
  };
}

export const route = cell<Route>(read());

addEventListener('popstate', () => route.set(read()));

export function href(patch: Partial<Route>): string {
  const next = { ...route.get(), ...patch };
  const query = new URLSearchParams();
  if (next.as) query.set('as', next.as);
  if (next.channel) query.set('channel', next.channel);
  if (next.tab === 'messages') query.set('tab', next.tab);
  if (next.thread) query.set('thread', next.thread);
  return `?${query}`;
}

export function go(patch: Partial<Route>, how: 'push' | 'replace' = 'push'): void {
  const next = href(patch);
  if (next === location.search) return;
  if (how === 'push') history.pushState(null, '', next);
  else history.replaceState(null, '', next);
  route.set({ ...route.get(), ...patch });
}
