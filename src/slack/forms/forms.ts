import type { Field } from '../../model/fields.ts';
import { entityOf } from '../../model/registry.ts';
import type { FormMemory } from './form.ts';
import type { FormKind } from './form-kind.ts';
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
import {
  columnsFields,
  FIX_OFFERS,
  fixFields,
  redrawCheck,
  redrawColumns,
  redrawFix,
  saveCheck,
  saveColumns,
  saveFile,
  saveFix,
} from '../commands/import/index.ts';
import { LOG_FIELDS, redrawLog, saveLog } from '../commands/log/index.ts';
import { askedFields } from './record-form.ts';
import { redrawRecord } from './redraw-record.ts';
import { saveRecord } from './save-record.ts';
import { redrawnSubscription, saveSubscription, SUBSCRIPTION_FIELDS } from '../commands/subscriptions/index.ts';
import {
  answerSummary,
  redrawnSummary,
  SCHEDULE_FIELDS,
  saveSchedule,
  SUMMARY_FIELDS,
} from '../commands/summary/index.ts';

const ofEntity = ({ entity }: FormMemory): Record<string, Field> => askedFields(entityOf(entity));

/** Every form there is: what it asks, what saving it does, and how it is drawn again. */
export const FORMS: Readonly<Record<FormMemory['form'], FormKind>> = {
  record: { fields: ofEntity, save: saveRecord, redraw: redrawRecord },
  log: { fields: () => LOG_FIELDS, save: saveLog, redraw: redrawLog },
  settings: { fields: ofEntity, save: saveSettings, redraw: redrawRecord },
  stage: { fields: ofEntity, save: saveStage, redraw: redrawRecord },
  'move-deals': { fields: () => MOVE_FIELDS, save: saveMove, redraw: redrawRecord },
  role: { fields: ofEntity, save: saveRole, redraw: redrawRecord },
  member: { fields: () => MEMBER_FIELDS, save: saveMember, redraw: redrawRecord },
  'hand-over': { fields: () => HAND_OVER_FIELDS, save: saveHandOver, redraw: redrawRecord },
  import: { fields: () => ({}), save: saveFile, redraw: redrawRecord },
  'import-columns': { fields: columnsFields, save: saveColumns, redraw: redrawColumns },
  'import-check': { fields: () => ({}), save: saveCheck, redraw: redrawCheck },
  'import-fix': { fields: fixFields, offers: FIX_OFFERS, save: saveFix, redraw: redrawFix },
  subscription: { fields: () => SUBSCRIPTION_FIELDS, save: saveSubscription, redraw: redrawnSubscription },
  schedule: { fields: () => SCHEDULE_FIELDS, save: saveSchedule, redraw: redrawRecord },
  target: { fields: ofEntity, save: saveTarget, redraw: redrawRecord },
  summary: { fields: () => SUMMARY_FIELDS, save: answerSummary, redraw: redrawnSummary },
};
