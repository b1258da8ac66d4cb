import { recordAccess } from '../../../crm/access/index.ts';
import { bringBack, entryOfHistory, putBack, resolveAny } from '../../../crm/audit/index.ts';
import { titleOf } from '../../../model/entity.ts';
import { REFERABLE } from '../../../model/typed-reference.ts';
import { cut } from '../../../model/text/text.ts';
import { escape } from '../../messages/blocks.ts';
import { answer } from '../../slack-context.ts';
import { card } from '../../views/card.ts';
import { entryMessage, historyMessage } from './history-view.ts';
import { showContext } from '../../views/show-context.ts';
import { withUndo } from '../../views/undoable.ts';
import { showValue } from '../../views/values.ts';
import type { Command } from '../command.ts';

const history: Command = {
  name: 'history',
  past: true,
  usage: 'history <record>',
  examples: ['history D-42', 'history acme'],
  about: { kinds: ['customer', 'deal'] },
  help: 'See who changed a record and when. You can revert single fields.',
  run: async (request, words) => {
    const { crm } = request.slack;
    const found = await resolveAny(request, words, REFERABLE);
    await recordAccess(crm, request.actor, request.origin, {
      verb: 'history',
      entity: found.entity.name,
      recordId: found.record.id,
    });
    return answer(await historyMessage(request, found, 1));
  },
};

/** Behind Newer and Older: `D-42 2`. */
const historyPage: Command = {
  name: 'history-page',
  past: true,
  run: async (request, words) => {
    const [ref = '', page] = words.split(' ');
    const found = await resolveAny(request, ref, REFERABLE);
    return answer(await historyMessage(request, found, Math.max(1, Number(page) || 1)), true);
  },
};

/** Behind Revert fields: one change with all its fields. The words are the entry's id. */
const entryCommand: Command = {
  name: 'entry',
  run: async (request, words) => {
    const { entry, ...found } = await entryOfHistory(request, Number(words));
    return answer(await entryMessage(request, found, entry), true);
  },
};

/** Behind Revert: `1204 amount` gives the amount the value it had before entry 1204. */
const revertCommand: Command = {
  name: 'putback',
  run: async (request, words) => {
    const [id, field = ''] = words.split(' ');
    const done = await putBack(request, { entry: Number(id), field });
    const { entity, record } = done;
    const context = await showContext(request, [{ entity, records: [record] }]);
    const label = escape(entity.fields[field]?.label ?? field);
    const title = escape(cut(titleOf(entity, record), 100));
    const value = record[field] === null ? 'empty' : showValue(entity, record, field, context);
    const intro = `:white_check_mark: ${label} of *${title}* reverted to *${cut(value, 200)}*.`;
    return answer(await historyMessage(request, done, 1, { intro, undo: done.act }), true);
  },
};

/** Behind the Restore button of a deleted record. */
const restoreCommand: Command = {
  name: 'restore',
  run: async (request, words) => {
    const { entity, record, act } = await bringBack(request, await resolveAny(request, words, REFERABLE));
    return answer(withUndo(await card(request, entity, record, ':white_check_mark: Restored'), act), true);
  },
};

export const historyCommands: readonly Command[] = [history, historyPage, entryCommand, revertCommand, restoreCommand];
