/** Where a menu's options come from: the block itself, the workspace's people and channels, or the app as one types. */
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { Json, JsonObject, Snapshot } from '../../protocol.ts';
import { useCell } from '../cell.ts';
import { withEmoji } from '../messages/emoji.ts';
import { list, num, obj, str, strings, textOf } from '../inspector/json.ts';
import { nameOf, signedTitleOf, snapshot } from '../state.ts';
import { usePlace, type Slot } from '../dialogs/surface.tsx';

export interface Option {
  key: string;
  label: string;
  detail: string;
  /** A person's id, where a face belongs before the name. */
  face?: string;
  /** What Slack's value holds: the option object, or an id. */
  raw: Json;
}

export interface Group {
  label: string;
  options: Option[];
}

export interface FoundOptions {
  groups: Group[];
  state: 'idle' | 'loading' | 'ready' | 'failed';
  /** Letters still to type before the app is asked. */
  missing: number;
}

/** Milliseconds of quiet before the app is asked. */
const PAUSE = 200;

const toOption = (raw: JsonObject): Option => ({
  key: str(raw.value),
  label: withEmoji(textOf(raw.text)),
  detail: withEmoji(textOf(raw.description)),
  raw,
});

const toGroups = (holder: JsonObject): Group[] => {
  const groups = list(holder.option_groups).map((group) => ({
    label: textOf(group.label),
    options: list(group.options).map(toOption),
  }));
  return groups.length > 0 ? groups : [{ label: '', options: list(holder.options).map(toOption) }];
};

/** The option that stands for a value already chosen. */
export function optionOf(raw: Json, now: Snapshot | null): Option {
  if (typeof raw !== 'string') return toOption(obj(raw));
  const channel = now?.channels.find(({ id }) => id === raw);
  if (!channel) return { key: raw, label: nameOf(now, raw), detail: '', face: raw, raw };
  return { key: raw, label: signedTitleOf(now, channel), detail: '', raw };
}

export function useOptions(slot: Slot, query: string, open: boolean): FoundOptions {
  const kind = str(slot.element.type).replace(/^multi_/, '');
  const now = useCell(snapshot);
  const fromApp = useAppOptions(slot, query, open && kind === 'external_select');
  const here = useMemo(() => local(kind, slot.element, now), [kind, slot.element, now]);
  if (kind === 'external_select') return fromApp;
  return { groups: matching(here, query), state: 'ready', missing: 0 };
}

function local(kind: string, element: JsonObject, now: Snapshot | null): Group[] {
  if (kind === 'static_select') return toGroups(element);
  const people = (now?.people ?? []).filter((person) => !person.deleted);
  if (kind === 'users_select') {
    const options = people.map((person) => ({ ...optionOf(person.id, now), detail: person.title }));
    return [{ label: '', options }];
  }
  const filter = obj(element.filter);
  const kinds = kind === 'channels_select' ? ['public'] : strings(filter.include);
  const shown = (now?.channels ?? []).filter(
    (channel) =>
      (kinds.length === 0 || kinds.includes(channel.kind)) &&
      !(filter.exclude_external_shared_channels === true && channel.isExtShared) &&
      !(filter.exclude_bot_users === true && channel.name === now?.app.botUserId),
  );
  return [{ label: '', options: shown.map((channel) => optionOf(channel.id, now)) }];
}

function matching(groups: Group[], query: string): Group[] {
  const part = query.trim().toLowerCase();
  const fits = (option: Option): boolean => `${option.label} ${option.detail}`.toLowerCase().includes(part);
  return groups.map((group) => ({ ...group, options: part ? group.options.filter(fits) : group.options }));
}

/** Asks the app after a pause; an answer that was overtaken by a newer question is dropped. */
function useAppOptions(slot: Slot, query: string, open: boolean): FoundOptions {
  const place = usePlace();
  const [found, setFound] = useState<FoundOptions>({ groups: [], state: 'idle', missing: 0 });
  const latest = useRef(0);
  const least = num(slot.element.min_query_length) ?? 3;
  const missing = Math.max(0, least - query.trim().length);
  const ask = async (): Promise<void> => {
    const mine = latest.current;
    const answer = await place.suggest(slot.blockId, str(slot.element.action_id), query);
    if (mine !== latest.current) return;
    if (!answer.ok) return setFound({ groups: [], state: 'failed', missing: 0 });
    const { options = [], optionGroups = [] } = 'options' in answer || 'optionGroups' in answer ? answer : {};
    setFound({ groups: toGroups({ options, option_groups: optionGroups }), state: 'ready', missing: 0 });
  };
  useEffect(() => {
    latest.current++;
    if (!open) return;
    if (missing > 0) return setFound({ groups: [], state: 'idle', missing });
    setFound((before) => ({ ...before, state: 'loading', missing: 0 }));
    const timer = setTimeout(() => void ask(), query ? PAUSE : 0);
    return () => clearTimeout(timer);
  }, [open, query, missing]);
  return found;
}
