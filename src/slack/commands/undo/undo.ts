import { lastOperationOf, undo, undoAhead } from '../../../crm/undo/index.ts';
import { Unclear } from '../../../model/errors.ts';
import { count } from '../../../model/text/text.ts';
import { say, type Message } from '../../messages/blocks.ts';
import { answer, type SlackRequest, type Reply } from '../../slack-context.ts';
import { undoneMessage } from './undone.ts';
import type { Command } from '../command.ts';

const NO_RECORD =
  '`/crm undo` undoes your last change, whatever it was. To revert a change of one record, open `/crm history D-42`.';

/** An undo of more records than that may take longer than Slack waits. */
const AT_ONCE = 500;

const revert = async (request: SlackRequest, act: string, rest: boolean): Promise<Reply> => {
  const { crm } = request.slack;
  const last = async (): Promise<Message> => undoneMessage(request, await undo(request, act, rest));
  const { changes, redo } = await undoAhead(crm, act);
  if (changes === 0 && request.origin.source === 'command') throw new Unclear(NO_RECORD);
  if (changes <= AT_ONCE) return answer(await last(), true);
  const doing = redo ? 'Redoing' : 'Undoing';
  return { kind: 'later', first: say(`:hourglass_flowing_sand: ${doing} ${count(changes, 'change')}…`), last };
};

const undoCommand: Command = {
  name: 'undo',
  usage: 'undo',
  examples: ['undo'],
  help: 'Undo your last change. Run it again to undo the one before.',
  run: async (request, words) => revert(request, words.trim() || (await lastOperationOf(request)), false),
};

/** Behind Undo the rest. */
const undoRest: Command = { name: 'undo-rest', run: (request, words) => revert(request, words.trim(), true) };

export const undoCommands: readonly Command[] = [undoCommand, undoRest];
