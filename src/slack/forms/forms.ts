import type { Field } from '../../model/fields.ts';
import { entityOf } from '../../model/registry.ts';
import type { Message } from '../messages/blocks.ts';
import type { SlackRequest, Later } from '../slack-context.ts';
import type { State } from './answers.ts';
import type { FormMemory } from './form.ts';
import {
  HAND_OVER_FIELDS,
  saveHandOver,
  MEMBER_FIELDS,
  saveMember,
  MOVE_FIELDS,
  saveMove,
  saveRole,
  saveSettings,
  saveStage,
  saveTarget,
} from '../commands/settings/index.ts';
import { saveColumns, saveCheck, saveFile } from '../commands/import/index.ts';
import { LOG_FIELDS, saveLog } from '../commands/log/index.ts';
import { askedFields } from './record-form.ts';
import { saveRecord } from './save-record.ts';
import { SCHEDULE_FIELDS, saveSchedule } from '../commands/summary/index.ts';
import { saveSubscription, SUBSCRIPTION_FIELDS } from '../commands/subscriptions/index.ts';
import type { Slow } from './slow.ts';
import { answerSummary, SUMMARY_FIELDS } from '../commands/summary/index.ts';

interface FormKind {
  /** Every question it can ask, by name. */
  fields: (memory: FormMemory) => Readonly<Record<string, Field>>;
  /** @returns the answer that the person gets; what gives it in the form's own window; or what gives it where they asked */
  save: (request: SlackRequest, memory: FormMemory, state: State) => Promise<Message | Slow | Later>;
}

const ofEntity = ({ entity }: FormMemory): Record<string, Field> => askedFields(entityOf(entity));

/** Every form there is: what it asks, and what saving it does. */
export const FORMS: Readonly<Record<FormMemory['form'], FormKind>> = {
  record: { fields: ofEntity, save: saveRecord },
  log: { fields: () => LOG_FIELDS, save: saveLog },
  settings: { fields: ofEntity, save: saveSettings },
  stage: { fields: ofEntity, save: saveStage },
  'move-deals': { fields: () => MOVE_FIELDS, save: saveMove },
  role: { fields: ofEntity, save: saveRole },
  member: { fields: () => MEMBER_FIELDS, save: saveMember },
  'hand-over': { fields: () => HAND_OVER_FIELDS, save: saveHandOver },
  import: { fields: () => ({}), save: saveFile },
  'import-columns': { fields: () => ({}), save: saveColumns },
  'import-check': { fields: () => ({}), save: saveCheck },
  subscription: { fields: () => SUBSCRIPTION_FIELDS, save: saveSubscription },
  schedule: { fields: () => SCHEDULE_FIELDS, save: saveSchedule },
  target: { fields: ofEntity, save: saveTarget },
  summary: { fields: () => SUMMARY_FIELDS, save: answerSummary },
};
