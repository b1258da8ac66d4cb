import type { KnownBlock } from '@slack/types';
import { count } from '../../model/text/text.ts';
import { actions, button, escape, type Message, say, small, VERB_ACTION } from '../messages/blocks.ts';

/** What the answer from a snapshot needs besides its blocks. */
export interface LookingBack {
  /** `YYYY-MM-DD` */
  day: string;
  locale: string;
  /** People who were erased since. */
  erased: number;
  /** Records that imports brought since. */
  imported: number;
  /** The verb and the words that ask the same of today; none, no button. */
  today: { verb: string; words: string } | null;
  /** Does it only look, so that it may be asked of the past? */
  looks: (verb: string) => boolean;
}

/** Slack takes twenty-five. */
const MOST_BUTTONS = 25;

type Element = { action_id?: string; value?: string; options?: { value?: string }[] };

export function dayInFull(day: string, locale: string): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(`${day}T00:00:00Z`));
}

const verbOf = ({ action_id: id = '' }: Element): string | null =>
  id.startsWith(VERB_ACTION) ? (id.slice(VERB_ACTION.length).split(':')[0] ?? null) : null;

const onDay = (words: string, day: string): string => `${words === '-' ? '' : words} as-of:${day}`.trim();

/** The same button, which looks at the same day; null for one that would change something, or does not know of days. */
const elementThen = <E extends Element>(element: E, { day, looks }: LookingBack): E | null => {
  const verb = verbOf(element);
  if (verb === null || !looks(verb)) return null;
  const action_id = `${element.action_id} as-of:${day}`.slice(0, 255);
  if (element.options)
    return {
      ...element,
      action_id,
      options: element.options.map((one) => ({ ...one, value: onDay(one.value ?? '', day) })),
    };
  return { ...element, action_id, value: onDay(element.value ?? '', day) };
};

const blockThen = (block: KnownBlock, back: LookingBack): KnownBlock[] => {
  if (block.type === 'actions') {
    const elements = block.elements.flatMap((element) => elementThen(element as Element, back) ?? []);
    return elements.length > 0 ? [{ ...block, elements: elements as typeof block.elements }] : [];
  }
  if (block.type !== 'section' || !block.accessory) return [block];
  const { accessory, ...bare } = block;
  const then = elementThen(accessory as Element, back);
  return [then ? { ...bare, accessory: then as typeof accessory } : bare];
};

/** The note on data missing from that day. */
const unknown = ({ erased, imported }: LookingBack): KnownBlock[] =>
  [
    ...(erased === 0
      ? []
      : [`${count(erased, 'person was', 'people were')} erased since. Their data is gone from earlier days as well.`]),
    ...(imported === 0
      ? []
      : [
          `${count(imported, 'record was', 'records were')} imported since. The audit log doesn’t know them from before.`,
        ]),
  ].map((line) => small(`:information_source: ${line}`));

/** Beneath the answer, beside its last buttons where there is room for one more. */
const withToday = (blocks: readonly KnownBlock[], { today }: LookingBack): KnownBlock[] => {
  if (!today) return [...blocks];
  const now = button('Show today', today.verb, today.words);
  const last = blocks.at(-1);
  if (last?.type !== 'actions' || last.elements.length >= MOST_BUTTONS) return [...blocks, actions(now)];
  return [...blocks.slice(0, -1), { ...last, elements: [...last.elements, now] }];
};

/** An answer as it stood on a day: it says so, its buttons look at that day too, and none of them changes anything. */
export function lookingBack({ blocks }: Message, back: LookingBack): Message {
  const day = dayInFull(back.day, back.locale);
  const shown = [...blocks.flatMap((block) => blockThen(block, back)), ...unknown(back)];
  return say(`:rewind: *As of the end of ${escape(day)}*`, ...withToday(shown, back));
}
