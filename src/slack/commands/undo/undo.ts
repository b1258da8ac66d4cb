import { lastActOf, undo, undoAhead } from '../../../crm/undo/undo.ts';
import { Unclear } from '../../../model/errors.ts';
import { count } from '../../../model/text/text.ts';
import { say, type Message } from '../../messages/blocks.ts';
import { answer, type Ask, type Reply } from '../../slack-context.ts';
import { undoneMessage } from './undone.ts';
import type { Verb } from '../command.ts';

const NO_RECORD =
  '`/crm undo` undoes your last change, whatever it was. To revert a change of one record, open `/crm history D-42`.';

/** An undo of more records than that may take longer than Slack waits. */
const AT_ONCE = 500;

const takeBack = async (ask: Ask, act: string, rest: boolean): Promise<Reply> => {
  const { crm } = ask.desk;
  const last = async (): Promise<Message> => undoneMessage(ask, await undo(crm, ask.actor, ask.origin, act, rest));
  const { changes, redo } = await undoAhead(crm, act);
  if (changes === 0 && ask.origin.source === 'command') throw new Unclear(NO_RECORD);
  if (changes <= AT_ONCE) return answer(await last(), true);
  const doing = redo ? 'Redoing' : 'Undoing';
  return { kind: 'later', first: say(`:hourglass_flowing_sand: ${doing} ${count(changes, 'change')} …`), last };
};

const undoVerb: Verb = {
  name: 'undo',
  usage: 'undo',
  examples: ['undo'],
  help: 'Undo your last change. Run it again to undo the one before.',
  run: async (ask, words) => takeBack(ask, words.trim() || (await lastActOf(ask.desk.crm, ask.actor)), false),
};

/** Behind the button of an undo that cannot be whole. */
const undoRest: Verb = { name: 'undo-rest', run: (ask, words) => takeBack(ask, words.trim(), true) };

export const undoVerbs: readonly Verb[] = [undoVerb, undoRest];
