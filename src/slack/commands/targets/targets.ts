import { recordAccess } from '../../../crm/access/index.ts';
import { runInTransaction, permit, readRecord, remove, missing } from '../../../crm/records/index.ts';
import { quartersOf } from '../../../model/dates/quarters.ts';
import { dayOf } from '../../../model/dates/time.ts';
import { entityOf } from '../../../model/registry.ts';
import { answer, reading, type SlackRequest, type Reply } from '../../slack-context.ts';
import { recordForm } from '../../forms/record-form.ts';
import { targetsMessage } from './target-list.ts';
import { withUndo } from '../../views/undoable.ts';
import type { Command } from '../command.ts';

const target = entityOf('target');

const targets: Command = {
  name: 'targets',
  usage: 'targets',
  examples: ['targets'],
  help: 'Set and track quarterly targets. Managers edit them.',
  run: async (request) => {
    const message = await targetsMessage(request);
    await recordAccess(request.slack.crm, request.actor, request.origin, { verb: 'list', entity: 'target' });
    return request.origin.source === 'command'
      ? { kind: 'open', view: reading('CustomerHub', message.blocks) }
      : answer(message);
  },
};

const presentQuarter = ({ slack: { crm }, actor }: SlackRequest): string | null => {
  const today = dayOf(crm.now(), actor.timeZone);
  return quartersOf({ from: today, to: today })[0]?.quarter ?? null;
};

const add = async (request: SlackRequest): Promise<Reply> => {
  await permit(request, { entity: target, verb: 'create' });
  const given = { quarter: presentQuarter(request) };
  return { kind: 'open', view: await recordForm(request, target, { given, form: 'target', title: 'New target' }) };
};

/** Behind Add target and the menu of each: `edit 3`. */
const one: Command = {
  name: 'target',
  run: async (request, words) => {
    const [what, id] = words.split(' ');
    if (what === 'add') return add(request);
    const ref = { entity: 'target', id: Number(id) || 0 } as const;
    const record = await readRecord(request, ref);
    if (what === 'edit') {
      await permit(request, { entity: target, verb: 'update', record });
      return {
        kind: 'open',
        view: await recordForm(request, target, { record, form: 'target', title: 'Edit target' }),
      };
    }
    if (what !== 'remove') throw missing(ref);
    const { act } = await runInTransaction(request, async (tx) => ({
      gone: await remove(tx, ref),
    }));
    return answer(withUndo(await targetsMessage(request, ':wastebasket: Removed the target.'), act), true);
  },
};

export const targetCommands: readonly Command[] = [targets, one];
