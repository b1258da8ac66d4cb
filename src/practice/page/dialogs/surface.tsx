/** What an element needs to know about the message, modal or Home it sits in: its values, its errors, and how to act. */
import { createContext, type ComponentChildren } from 'preact';
import { useContext, useMemo, useState } from 'preact/hooks';
import type { ActResult, JsonObject, Surface } from '../../protocol.ts';
import { formOf, type Form } from './form.ts';
import { send } from '../link.ts';
import { obj } from '../inspector/json.ts';
import { ask, tell } from '../state.ts';

export interface Place {
  where: Surface;
  form: Form;
  errors: Record<string, string>;
  /** Prefix for the DOM ids of this surface. */
  domId: string;
  act(blockId: string, actionId: string, value: JsonObject): Promise<void>;
  suggest(blockId: string, actionId: string, query: string): Promise<ActResult>;
}

const PlaceContext = createContext<Place | null>(null);

export function usePlace(): Place {
  const place = useContext(PlaceContext);
  if (!place) throw new Error('A Block Kit element needs a surface around it.');
  return place;
}

const NO_ERRORS: Record<string, string> = {};

interface Props {
  where: Surface;
  blocks: JsonObject[];
  /** The channel on screen, for inputs that start with the current conversation. */
  here?: string;
  errors?: Record<string, string>;
  children: ComponentChildren;
}

export function SurfaceOf({ where, blocks, here, errors = NO_ERRORS, children }: Props) {
  const key = JSON.stringify(where);
  const form = formOf(where);
  useMemo(() => form.sync(blocks, here), [form, blocks]);
  const place = useMemo((): Place => {
    const domId = `s${key.replace(/\W+/g, '-')}`;
    return {
      where,
      form,
      errors,
      domId,
      async act(blockId, actionId, value) {
        const answer = await send({ do: 'action', where, blockId, actionId, value, state: form.state() });
        if (!answer.ok) tell(answer.notice ?? 'That didn’t work. Try again.');
      },
      suggest: (blockId, actionId, query) =>
        send({ do: 'suggest', where, blockId, actionId, query, state: form.state() }),
    };
  }, [key, form, errors]);
  return <PlaceContext.Provider value={place}>{children}</PlaceContext.Provider>;
}

/** One element's own corner of the surface. */
export interface Slot {
  blockId: string;
  element: JsonObject;
  /** In an input block an element speaks to the app only where `dispatch_action` asks for it. */
  dispatches: boolean;
  optional: boolean;
  /** Id of the label on screen, when there is one. */
  labelId?: string;
  /** Ids of hint and error. */
  describedBy?: string;
  invalid?: boolean;
}

/** The element's value and how to change it; changing tells the app when the element dispatches. */
export function useValue({ blockId, element, dispatches }: Slot) {
  const place = usePlace();
  const actionId = String(element.action_id ?? '');
  const [, redraw] = useState(0);
  const [busy, setBusy] = useState(false);
  const value = place.form.get(blockId, actionId) ?? { type: element.type ?? '' };
  const keep = (next: JsonObject): void => {
    place.form.set(blockId, actionId, { ...next, type: element.type ?? '' });
    redraw((n) => n + 1);
  };
  /** False when the person, asked by the element's confirm dialog, thought better of it. */
  const dispatch = async (next: JsonObject): Promise<boolean> => {
    if (element.confirm && !(await ask(obj(element.confirm)))) return false;
    setBusy(true);
    await place.act(blockId, actionId, next);
    setBusy(false);
    return true;
  };
  const change = (next: JsonObject): void => {
    keep(next);
    if (dispatches) void dispatch({ type: element.type ?? '', ...next }).then((done) => done || keep(value));
  };
  return { value, keep, change, dispatch, busy, actionId };
}
