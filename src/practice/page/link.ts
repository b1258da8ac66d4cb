/** The line to the practice server: a snapshot, then changes; after a broken line, a fresh snapshot. */
import type { Act, ActResult, Change, JsonObject, Snapshot } from '../protocol.ts';
import { apply } from './changes.ts';
import { go, route } from './shell/route.ts';
import { lineState, snapshot } from './state.ts';

/** Milliseconds between attempts once the browser itself has given up on the stream. */
const RETRY_AFTER = 1500;
/** Milliseconds that changes are gathered before the page is drawn. */
const FRAME = 16;

/** Who one was last, for an address that does not say. */
const LAST = 'practice-as';

let stream: EventSource | undefined;

/** Listens as this person from now on. Returns how to stop. */
export function listen(as: string): () => void {
  if (!as) return introduce();
  let stopped = false;
  let retry: ReturnType<typeof setTimeout> | undefined;
  let heard: Change[] = [];
  let takingIn: ReturnType<typeof setTimeout> | undefined;
  /** False while a snapshot is on its way: what is heard meanwhile waits for it. */
  let current = false;

  const takeIn = (): void => {
    takingIn = undefined;
    const now = snapshot.get();
    if (current && now) snapshot.set(heard.splice(0).reduce(apply, now));
  };
  const hear = (event: MessageEvent<string>): void => {
    heard.push(JSON.parse(event.data) as Change);
    // Many changes at once are one redraw.
    takingIn ??= setTimeout(takeIn, FRAME);
  };
  const refresh = async (): Promise<void> => {
    current = false;
    heard = [];
    const fresh = await fetchSnapshot(as);
    if (stopped) return;
    snapshot.set(fresh);
    current = true;
    takeIn();
    lineState.set('live');
    localStorage.setItem(LAST, fresh.me);
  };
  const again = (): void => {
    lineState.set('lost');
    clearTimeout(retry);
    if (!stopped) retry = setTimeout(open, RETRY_AFTER);
  };
  const open = (): void => {
    stream?.close();
    stream = new EventSource(`/practice/events?as=${encodeURIComponent(as)}`);
    stream.addEventListener(
      'open',
      () => void refresh().catch((error) => (error instanceof Unknown ? forget() : again())),
    );
    stream.addEventListener('message', hear);
    // A stream in CONNECTING repairs itself and fires `open` again; a CLOSED one needs a new one.
    stream.addEventListener('error', (event) => {
      const closed = (event.currentTarget as EventSource).readyState === EventSource.CLOSED;
      if (closed) void fetchSnapshot(as).then(again, (why) => (why instanceof Unknown ? forget() : again()));
      else lineState.set('lost');
    });
  };
  open();
  return () => {
    stopped = true;
    clearTimeout(retry);
    clearTimeout(takingIn);
    stream?.close();
  };
}

/** Nobody has the id that the address, or this browser's memory, gives. */
class Unknown extends Error {}

function forget(): void {
  localStorage.removeItem(LAST);
  go({ as: '' }, 'replace');
}

/** Finds out who to be: whoever one was last, else whoever the workspace proposes. */
function introduce(): () => void {
  let retry: ReturnType<typeof setTimeout> | undefined;
  const ask = async (): Promise<void> => {
    try {
      const { me } = await fetchSnapshot(localStorage.getItem(LAST) ?? '');
      go({ as: me }, 'replace');
    } catch {
      localStorage.removeItem(LAST);
      lineState.set('lost');
      retry = setTimeout(() => void ask(), RETRY_AFTER);
    }
  };
  void ask();
  return () => clearTimeout(retry);
}

async function fetchSnapshot(as: string): Promise<Snapshot> {
  const answer = await fetch(`/practice/snapshot?as=${encodeURIComponent(as)}`);
  if (answer.status === 404) throw new Unknown();
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
    return { ok: false, notice: 'The practice workspace can’t be reached. Check that it’s still running.' };
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
