import { carryOut, note, permit } from '../../../crm/records/run-in-transaction.ts';
import { quartersOf } from '../../../model/dates/quarters.ts';
import { dayOf } from '../../../model/dates/time.ts';
import { entityOf } from '../../../model/registry.ts';
import { readRecord, remove } from '../../../crm/records/mutations.ts';
import { missing } from '../../../crm/records/merge-target.ts';
import { answer, reading, type Ask, type Reply } from '../../slack-context.ts';
import { recordForm } from '../../forms/record-form.ts';
import { targetsMessage } from './target-list.ts';
import { withUndo } from '../../views/undoable.ts';
import type { Verb } from '../command.ts';

const target = entityOf('target');

const targets: Verb = {
  name: 'targets',
  usage: 'targets',
  examples: ['targets'],
  help: 'What each person is to win in a quarter; managers set it, and summaries say how much is attained.',
  run: async (ask) => {
    const message = await targetsMessage(ask);
    await note(ask.desk.crm, ask.actor, ask.origin, { verb: 'list', entity: 'target' });
    return ask.origin.source === 'command'
      ? { kind: 'open', view: reading('CustomerHub', message.blocks) }
      : answer(message);
  },
};

const presentQuarter = ({ desk: { crm }, actor }: Ask): string | null => {
  const today = dayOf(crm.now(), actor.timeZone);
  return quartersOf({ from: today, to: today })[0]?.quarter ?? null;
};

const add = async (ask: Ask): Promise<Reply> => {
  await permit(ask.desk.crm, ask.actor, ask.origin, { entity: target, verb: 'create' });
  const given = { quarter: presentQuarter(ask) };
  return { kind: 'open', view: await recordForm(ask, target, { given, form: 'target', title: 'New target' }) };
};

/** Behind “Add a target” and the menu of each: `edit 3`. */
const one: Verb = {
  name: 'target',
  run: async (ask, words) => {
    const { crm } = ask.desk;
    const [what, id] = words.split(' ');
    if (what === 'add') return add(ask);
    const ref = { entity: 'target', id: Number(id) || 0 } as const;
    const record = await readRecord(crm, ask.actor, ref);
    if (what === 'edit') {
      await permit(crm, ask.actor, ask.origin, { entity: target, verb: 'update', record });
      return { kind: 'open', view: await recordForm(ask, target, { record, form: 'target', title: 'Change target' }) };
    }
    if (what !== 'remove') throw missing(ref);
    const { act } = await carryOut(crm, ask.actor, ask.origin, async (road) => ({
      gone: await remove(road, ref),
    }));
    return answer(withUndo(await targetsMessage(ask, ':wastebasket: Removed.'), act), true);
  },
};

export const targetVerbs: readonly Verb[] = [targets, one];
