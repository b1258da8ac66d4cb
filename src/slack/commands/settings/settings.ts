import { readRecord } from '../../../crm/records/mutations.ts';
import { permitTo } from '../../../crm/access/refusals.ts';
import { moveStage, pipelineInUse, removeStage, type StageInUse } from '../../../crm/pipeline/stages.ts';
import type { Found } from '../../../crm/search/find.ts';
import { resolvePast } from '../../../crm/audit/history.ts';
import { resolve } from '../../../crm/search/resolve.ts';
import { missing } from '../../../crm/records/merge-target.ts';
import { countOf, inHandsOf } from '../../../crm/team/hand-over.ts';
import { SETTINGS_ID } from '../../../crm/context/crm.ts';
import { Unclear } from '../../../model/errors.ts';
import { entityOf } from '../../../model/registry.ts';
import { refTo, titleOf } from '../../../model/entity.ts';
import { escape, say, type Message } from '../../messages/blocks.ts';
import { answer, reading, type Ask, type Reply } from '../../slack-context.ts';
import { handOverForm } from './hand-over.ts';
import { memberForm } from './member-form.ts';
import { moveDealsForm } from './move-deals.ts';
import { recordForm } from '../../forms/record-form.ts';
import { settingsMessage } from './settings-view.ts';
import { deliveryMessage } from './settings-delivery.ts';
import { peopleMessage, personMessage } from './settings-people.ts';
import { stagesMessage } from './settings-stages.ts';
import { withUndo } from '../../views/undoable.ts';
import type { Verb } from '../command.ts';

type Page = (ask: Ask, words: string) => Promise<Message>;
type Form = (ask: Ask, words: string) => ReturnType<typeof recordForm>;

/** Somebody by their id; those who were deleted may still have something in hand. */
const personCalled = (ask: Ask, words: string): Promise<Found<'employee'>> =>
  resolvePast(ask.desk.crm, ask.actor, words, ['employee']);

/** What there is to see: each in the place of the one before. */
const PAGES: Readonly<Record<string, Page>> = {
  '': (ask) => settingsMessage(ask),
  stages: (ask) => stagesMessage(ask),
  people: (ask, words) => peopleMessage(ask, Math.max(1, Number(words) || 1)),
  delivery: (ask, words) => deliveryMessage(ask, Math.max(1, Number(words) || 1)),
  person: async (ask, words) => personMessage(ask, refTo(await personCalled(ask, words))),
};

/** What there is to fill in. */
const FORMS: Readonly<Record<string, Form>> = {
  edit: async (ask) => {
    const record = await readRecord(ask.desk.crm, ask.actor, { entity: 'settings', id: SETTINGS_ID });
    const given = { defaultRole: record['defaultRole'] ?? ask.desk.crm.defaultRole };
    return recordForm(ask, entityOf('settings'), { record, given, form: 'settings', title: 'Settings' });
  },
  role: async (ask, words) => {
    const { entity, record } = await resolve(ask.desk.crm, ask.actor, words, ['employee']);
    return recordForm(ask, entity, { record, form: 'role', title: 'Change role', only: ['role'] });
  },
  'add-person': memberForm,
  'add-stage': (ask) => recordForm(ask, entityOf('stage'), { form: 'stage', title: 'Add a stage' }),
};

const settings: Verb = {
  name: 'settings',
  usage: 'settings [delivery]',
  examples: ['settings', 'settings delivery'],
  help: 'Roles, stages, currency, time zone and failed messages; for admins.',
  run: async (ask, words) => {
    await permitTo(ask.desk.crm, ask.actor, ask.origin, 'settings');
    const [what = '', rest = ''] = words.trim().toLowerCase().split(/\s+/);
    const form = FORMS[what];
    if (form) return { kind: 'open', view: await form(ask, rest) };
    const page = PAGES[what];
    if (!page) throw new Unclear('Write `/crm settings`, `/crm settings stages`, `people` or `delivery`.');
    const message = await page(ask, rest);
    return ask.origin.source === 'button'
      ? answer(message, true)
      : { kind: 'open', view: reading('CustomerHub', message.blocks) };
  },
};

const remove = async (ask: Ask, stage: StageInUse, all: readonly StageInUse[]): Promise<Reply> => {
  const others = all.filter(({ id, outcome }) => id !== stage.id && outcome === stage.outcome);
  if (stage.deals > 0 && others.length > 0) return { kind: 'open', view: await moveDealsForm(ask, stage, others) };
  const { act } = await removeStage(ask.desk.crm, ask.actor, ask.origin, stage.id, null);
  return answer(withUndo(await stagesMessage(ask, `:wastebasket: Removed *${escape(stage.name)}*.`), act), true);
};

const move = async (ask: Ask, stage: StageInUse, by: -1 | 1): Promise<Reply> => {
  const { act } = await moveStage(ask.desk.crm, ask.actor, ask.origin, stage.id, by);
  return answer(withUndo(await stagesMessage(ask, `:white_check_mark: Moved *${escape(stage.name)}*.`), act), true);
};

/** Behind the menu of a stage: `up 3`. */
const settingsStage: Verb = {
  name: 'settings-stage',
  run: async (ask, words) => {
    await permitTo(ask.desk.crm, ask.actor, ask.origin, 'settings');
    const [what, id] = words.split(' ');
    const all = await pipelineInUse(ask.desk.crm);
    const stage = all.find((one) => one.id === Number(id));
    if (!stage) throw missing({ entity: 'stage', id: Number(id) });
    if (what === 'remove') return remove(ask, stage, all);
    if (what === 'up' || what === 'down') return move(ask, stage, what === 'up' ? -1 : 1);
    const record = await readRecord(ask.desk.crm, ask.actor, { entity: 'stage', id: stage.id });
    return { kind: 'open', view: await recordForm(ask, entityOf('stage'), { record, form: 'stage' }) };
  },
};

/** Behind “Hand over …”, in the settings and in the message about somebody who left: `E-5`. */
const handOver: Verb = {
  name: 'hand-over',
  run: async (ask, words) => {
    await permitTo(ask.desk.crm, ask.actor, ask.origin, 'handOver');
    const from = refTo(await personCalled(ask, words));
    const { employee, holdings } = await inHandsOf(ask.desk.crm, from);
    if (countOf(holdings) > 0) return { kind: 'open', view: await handOverForm(ask, from) };
    const name = escape(titleOf(entityOf('employee'), employee));
    return answer(say(`:white_check_mark: *${name}* has nothing in hand any more, so there is nothing to hand over.`));
  },
};

export const settingsVerbs: readonly Verb[] = [settings, settingsStage, handOver];
