import { lastActOf, undo, type Step, type Undone } from '../../crm/undo.ts';
import { actions, button, section, say, type Message } from '../blocks.ts';
import { answer, type Ask, type Reply } from '../desk.ts';
import { counted, hindranceLines } from '../show/hindrances.ts';
import { named } from '../show/lines.ts';
import type { Verb } from './verb.ts';

/** What became of a record that went back. */
const became = ({ deed, back }: Step): string => {
  if (!('deletedAt' in back)) {
    const labels = Object.keys(back).map((name) => deed.entity.fields[name]?.label ?? name);
    return `as it was before: ${labels.join(', ')}`;
  }
  if (back['deletedAt'] === null) return 'mergedInto' in back ? 'a record of its own again' : 'brought back';
  return 'mergedInto' in back ? 'merged again' : 'deleted again';
};

const line = (step: Step): string =>
  `• ${step.deed.entity.icon} ${named(step.deed.entity, step.now)} · ${became(step)}`;

const message = async (ask: Ask, { act, steps, turned, kept }: Undone): Promise<Message> => {
  const lines = [
    ...steps.slice(0, 10).map(line),
    ...(steps.length > 10 ? [`… and ${steps.length - 10} more`] : []),
    ...(Object.keys(turned).length > 0 ? [`• ${counted(turned)} refer again to what they referred to before`] : []),
  ];
  const stays = kept.length > 0 ? [section(`*This stays:*\n${await hindranceLines(ask, kept)}`)] : [];
  const text = `:leftwards_arrow_with_hook: Taken back.\n${lines.join('\n')}`;
  return say(text, ...stays, actions(button('Put it back', 'undo', act)));
};

const takeBack = async (ask: Ask, act: string, rest: boolean): Promise<Reply> => {
  const undone = await undo(ask.desk.crm, ask.actor, ask.origin, act, rest);
  return answer(await message(ask, undone), true);
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
