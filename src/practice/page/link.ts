/** The line to the practice server: a snapshot, then changes; after a broken line, a fresh snapshot. */
import type { Act, ActResult, Change, JsonObject, Snapshot } from '../protocol.ts';
import { apply } from './changes.ts';
import { go, route } from './route.ts';
import { lineState, snapshot } from './state.ts';

/** Milliseconds between attempts once the browser itself has given up on the stream. */
const RETRY_AFTER = 1500;

let stream: EventSource | undefined;

/** Listens as this person from now on. Returns how to stop. */
export function listen(as: string): () => void {
  let waiting: Change[] | null = [];
  let stopped = false;
  let retry: ReturnType<typeof setTimeout> | undefined;

  const again = (): void => {
    lineState.set('lost');
    waiting = [];
    clearTimeout(retry);
    if (!stopped) retry = setTimeout(open, RETRY_AFTER);
  };
  const refresh = async (): Promise<void> => {
    waiting = [];
    const fresh = await fetchSnapshot(as);
    if (stopped) return;
    snapshot.set((waiting ?? []).reduce(apply, fresh));
    waiting = null;
    lineState.set('live');
    if (route.get().as !== fresh.me) go({ as: fresh.me }, 'replace');
  };
  const hear = (event: MessageEvent<string>): void => {
    const change = JSON.parse(event.data) as Change;
    const now = snapshot.get();
    if (waiting || !now) waiting?.push(change);
    else snapshot.set(apply(now, change));
  };
  const open = (): void => {
    stream?.close();
    stream = new EventSource(`/practice/events?as=${encodeURIComponent(as)}`);
    stream.addEventListener('open', () => void refresh().catch(again));
    stream.addEventListener('message', hear);
    // A stream in CONNECTING repairs itself and fires `open` again; a CLOSED one needs a new one.
    stream.addEventListener('error', (event) => {
      const closed = (event.currentTarget as EventSource).readyState === EventSource.CLOSED;
      if (closed) again();
      else lineState.set('lost');
    });
  };
  open();
  return () => {
    stopped = true;
    clearTimeout(retry);
    stream?.close();
  };
}

async function fetchSnapshot(as: string): Promise<Snapshot> {
  const answer = await fetch(`/practice/snapshot?as=${encodeURIComponent(as)}`);
  if (!answer.ok) throw new Error(`snapshot: ${answer.status}`);
  return (await answer.json()) as Snapshot;
}

/** Does one act as the person shown. A failure to reach the server is an answer like any other, never an exception. */
export async function send(act: Act): Promise<ActResult> {
  try {
    const answer = await fetch('/practice/act', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ as: snapshot.get()?.me ?? route.get().as, act }),
    });
    if (!answer.ok) return { ok: false, notice: `The practice workspace refused that (${answer.status}).` };
    return (await answer.json()) as ActResult;
  } catch {
    return { ok: false, notice: 'The practice workspace cannot be reached. Is it still running?' };
  }
}

/** Uploads one file for a file input. */
export async function upload(file: File): Promise<JsonObject> {
  const form = new FormData();
  form.set('file', file);
  const as = snapshot.get()?.me ?? '';
  const answer = await fetch(`/practice/upload?as=${encodeURIComponent(as)}`, { method: 'POST', body: form });
  if (!answer.ok) throw new Error(`upload: ${answer.status}`);
  const { id } = (await answer.json()) as { id: string };
  return { id, name: file.name, mimetype: file.type, size: file.size };
}
