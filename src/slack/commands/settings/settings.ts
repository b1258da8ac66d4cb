import { readRecord, missing } from '../../../crm/records/index.ts';
import { permitTo } from '../../../crm/access/index.ts';
import { moveStage, pipelineInUse, removeStage, type StageInUse } from '../../../crm/pipeline/index.ts';
import { type FoundNamed, resolve } from '../../../crm/search/index.ts';
import { resolveAny } from '../../../crm/audit/index.ts';
import { countOf, inHandsOf } from '../../../crm/team/index.ts';
import { SETTINGS_ID } from '../../../crm/context/index.ts';
import { Unclear } from '../../../model/errors.ts';
import { entityOf } from '../../../model/registry.ts';
import { refTo, titleOf } from '../../../model/entity.ts';
import { escape, say, type Message } from '../../messages/blocks.ts';
import { answer, reading, type SlackRequest, type Reply } from '../../slack-context.ts';
import { handOverForm } from './hand-over.ts';
import { memberForm } from './member-form.ts';
import { moveDealsForm } from './move-deals.ts';
import { recordForm } from '../../forms/record-form.ts';
import { settingsMessage } from './settings-view.ts';
import { deliveryMessage } from './settings-delivery.ts';
import { peopleMessage, personMessage } from './settings-people.ts';
import { stagesMessage } from './settings-stages.ts';
import { withUndo } from '../../views/undoable.ts';
import type { Command } from '../command.ts';

type SettingsPage = (request: SlackRequest, words: string) => Promise<Message>;
type Form = (request: SlackRequest, words: string) => ReturnType<typeof recordForm>;

/** An employee by id; deleted ones may still own records. */
const personCalled = (request: SlackRequest, words: string): Promise<FoundNamed<'employee'>> =>
  resolveAny(request, words, ['employee']);

/** Pages of the settings, each replaces the one before. */
const PAGES: Readonly<Record<string, SettingsPage>> = {
  '': (request) => settingsMessage(request),
  stages: (request) => stagesMessage(request),
  people: (request, words) => peopleMessage(request, Math.max(1, Number(words) || 1)),
  delivery: (request, words) => deliveryMessage(request, Math.max(1, Number(words) || 1)),
  person: async (request, words) => personMessage(request, refTo(await personCalled(request, words))),
};

/** Forms of the settings. */
const FORMS: Readonly<Record<string, Form>> = {
  edit: async (request) => {
    const record = await readRecord(request, { entity: 'settings', id: SETTINGS_ID });
    const given = { defaultRole: record.defaultRole ?? request.slack.crm.defaultRole };
    return recordForm(request, entityOf('settings'), { record, given, form: 'settings', title: 'Settings' });
  },
  role: async (request, words) => {
    const { entity, record } = await resolve(request, words, ['employee']);
    return recordForm(request, entity, { record, form: 'role', title: 'Change role', only: ['role'] });
  },
  'add-person': memberForm,
  'add-stage': (request) => recordForm(request, entityOf('stage'), { form: 'stage', title: 'Add stage' }),
};

const settings: Command = {
  name: 'settings',
  usage: 'settings [delivery]',
  examples: ['settings', 'settings delivery'],
  help: 'Manage roles, stages, currency, time zone and failed messages (admins).',
  run: async (request, words) => {
    await permitTo(request, 'settings');
    const [what = '', rest = ''] = words.trim().toLowerCase().split(/\s+/);
    const form = FORMS[what];
    if (form) return { kind: 'open', view: await form(request, rest) };
    const page = PAGES[what];
    if (!page) throw new Unclear('Use `/crm settings`, `/crm settings stages`, `people` or `delivery`.');
    const message = await page(request, rest);
    return request.origin.source === 'button'
      ? answer(message, true)
      : { kind: 'open', view: reading('CustomerHub', message.blocks) };
  },
};

const remove = async (request: SlackRequest, stage: StageInUse, all: readonly StageInUse[]): Promise<Reply> => {
  const others = all.filter(({ id, outcome }) => id !== stage.id && outcome === stage.outcome);
  if (stage.deals > 0 && others.length > 0) return { kind: 'open', view: await moveDealsForm(request, stage, others) };
  const { act } = await removeStage(request, stage.id, null);
  return answer(withUndo(await stagesMessage(request, `:wastebasket: Removed *${escape(stage.name)}*.`), act), true);
};

const move = async (request: SlackRequest, stage: StageInUse, by: -1 | 1): Promise<Reply> => {
  const { act } = await moveStage(request, stage.id, by);
  return answer(withUndo(await stagesMessage(request, `:white_check_mark: Moved *${escape(stage.name)}*.`), act), true);
};

/** Behind the menu of a stage: `up 3`. */
const settingsStage: Command = {
  name: 'settings-stage',
  run: async (request, words) => {
    await permitTo(request, 'settings');
    const [what, id] = words.split(' ');
    const all = await pipelineInUse(request.slack.crm);
    const stage = all.find((one) => one.id === Number(id));
    if (!stage) throw missing({ entity: 'stage', id: Number(id) });
    if (what === 'remove') return remove(request, stage, all);
    if (what === 'up' || what === 'down') return move(request, stage, what === 'up' ? -1 : 1);
    const record = await readRecord(request, { entity: 'stage', id: stage.id });
    return { kind: 'open', view: await recordForm(request, entityOf('stage'), { record, form: 'stage' }) };
  },
};

/** Behind Transfer, in the settings and in the message about somebody who left: `E-5`. */
const handOver: Command = {
  name: 'hand-over',
  run: async (request, words) => {
    await permitTo(request, 'handOver');
    const from = refTo(await personCalled(request, words));
    const { employee, holdings } = await inHandsOf(request.slack.crm, from);
    if (countOf(holdings) > 0) return { kind: 'open', view: await handOverForm(request, from) };
    const name = escape(titleOf(entityOf('employee'), employee));
    return answer(say(`:white_check_mark: *${name}* owns no records, so there is nothing to transfer.`));
  },
};

export const settingsCommands: readonly Command[] = [settings, settingsStage, handOver];
