import { changesIn, lastActOf, undo, type Step, type Undone } from '../../crm/undo.ts';
import { count } from '../../model/words.ts';
import { actions, button, section, say, type Message } from '../blocks.ts';
import { answer, type Ask, type Reply } from '../desk.ts';
import { counted, hindranceLines } from '../show/hindrances.ts';
import { named } from '../show/lines.ts';
import type { Verb } from './verb.ts';

/** What became of a record that went back. */
const became = ({ deed, back }: Step, it = 'it was'): string => {
  if (!('deletedAt' in back)) {
    const labels = Object.keys(back).map((name) => deed.entity.fields[name]?.label ?? name);
    return `as ${it} before: ${labels.join(', ')}`;
  }
  if (back['deletedAt'] === null) return 'mergedInto' in back ? 'a record of its own again' : 'brought back';
  return 'mergedInto' in back ? 'merged again' : 'deleted again';
};

const line = (step: Step): string =>
  `• ${step.deed.entity.icon} ${named(step.deed.entity, step.now)} · ${became(step)}`;

/** More than so many are told by their number: `5,000 deals · as they were before: Owner`. */
const MOST = 10;

const linesOf = (steps: readonly Step[]): string[] => {
  if (steps.length <= MOST) return steps.map(line);
  const alike = new Map<string, Step[]>();
  for (const step of steps) {
    const what = `${step.deed.entity.name} ${became(step)}`;
    const group = alike.get(what) ?? [];
    alike.set(what, group);
    group.push(step);
  }
  const lines = [...alike.values()].flatMap(([first, ...others]) => {
    if (!first) return [];
    const { icon, name } = first.deed.entity;
    return others.length === 0
      ? line(first)
      : `• ${icon} ${counted({ [name]: others.length + 1 })} · ${became(first, 'they were')}`;
  });
  return lines.length <= MOST
    ? lines
    : [...lines.slice(0, MOST), `… and ${count(lines.length - MOST, 'more', 'more')}`];
};

const message = async (ask: Ask, { act, steps, turned, kept }: Undone): Promise<Message> => {
  const lines = [
    ...linesOf(steps),
    ...(Object.keys(turned).length > 0 ? [`• ${counted(turned)} refer again to what they referred to before`] : []),
  ];
  const stays = kept.length > 0 ? [section(`*This stays:*\n${await hindranceLines(ask, kept)}`)] : [];
  const text = `:leftwards_arrow_with_hook: Taken back.\n${lines.join('\n')}`;
  return say(text, ...stays, actions(button('Put it back', 'undo', act)));
};

/** An undo of more records than that may take longer than Slack waits. */
const AT_ONCE = 500;

const takeBack = async (ask: Ask, act: string, rest: boolean): Promise<Reply> => {
  const { crm } = ask.desk;
  const last = async (): Promise<Message> => message(ask, await undo(crm, ask.actor, ask.origin, act, rest));
  const size = await changesIn(crm, act);
  if (size <= AT_ONCE) return answer(await last(), true);
  return { kind: 'later', first: say(`:hourglass_flowing_sand: Undoing ${count(size, 'change')} …`), last };
};

const undoVerb: Verb = {
  name: 'undo',
  usage: 'undo',
  help: 'Take back your last change, and with each further time the one before it.',
  run: async (ask, words) => takeBack(ask, words.trim() || (await lastActOf(ask.desk.crm, ask.actor)), false),
};

/** Behind the button of an undo that cannot be whole. */
const undoRest: Verb = { name: 'undo-rest', run: (ask, words) => takeBack(ask, words.trim(), true) };

export const undoVerbs: readonly Verb[] = [undoVerb, undoRest];
