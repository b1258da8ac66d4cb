/** What is in front of a person: a dialog, else Home if they are there, else the messages, newest first. */
import type { JsonObject, Message, Snapshot, Surface, View } from '../../src/practice/protocol.ts';
import { textOf } from '../../src/practice/server/json.ts';
import { placedElements, type Placed } from '../../src/practice/server/elements.ts';
import { readMessage, readView, unmark } from './reading.ts';

/** A message, dialog or Home as something to use. */
export interface Screen {
  where: Surface;
  key: string;
  blocks: JsonObject[];
}

/** An element on a screen. */
export interface Found {
  screen: Screen;
  placed: Placed;
}

const frontView = ({ views, home }: Snapshot, atHome: boolean): View | null => views.at(-1) ?? (atHome ? home : null);

const newestFirst = ({ messages }: Snapshot): Message[] =>
  Object.values(messages)
    .flat()
    .toSorted((a, b) => Number(b.ts) - Number(a.ts));

function screensOf(shown: Snapshot, atHome: boolean): Screen[] {
  const view = frontView(shown, atHome);
  // A dialog or Home hides what is behind it.
  if (view) return [{ where: { type: 'view', viewId: view.id }, key: view.id, blocks: view.blocks }];
  return newestFirst(shown).map(({ channel, ts, blocks }) => ({
    where: { type: 'message', channel, ts },
    key: `${channel} ${ts}`,
    blocks,
  }));
}

export function readFront(shown: Snapshot, atHome: boolean): string {
  const view = frontView(shown, atHome);
  if (view) return readView(view, shown);
  const [newest] = newestFirst(shown);
  return newest ? readMessage(newest, shown) : '';
}

/** The first element that is wanted, frontmost screen first; `name` is for the complaint when there is none. */
export function find(shown: Snapshot, atHome: boolean, name: string, wanted: (one: Placed) => boolean): Found {
  for (const screen of screensOf(shown, atHome)) {
    const placed = placedElements(screen.blocks).find(wanted);
    if (placed) return { screen, placed };
  }
  throw new Error(`There is no "${name}" in front of ${shown.me}, who sees:\n${readFront(shown, atHome)}`);
}

export const isButton = ({ element }: Placed): boolean => element['type'] === 'button';

/** Goes by this name: its label, its placeholder or the text beside it. */
export const isNamed = ({ block, element }: Placed, name: string, shown: Snapshot): boolean =>
  [block['label'], element['placeholder'], block['text'], element['text']].some(
    (text) => unmark(textOf(text), shown).replace(/:$/, '') === name,
  );
