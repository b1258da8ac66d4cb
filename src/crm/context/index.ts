export {
  type Crm,
  SETTINGS_ID,
  type Trouble,
  beside,
  defaultRoleOf,
  everyStageOf,
  freshen,
  openCrm,
  pipelineOf,
} from './crm.ts';
export type { ReadContext, RequestContext } from './request-context.ts';
export { hereOf } from './slack-place.ts';
export { nothingTouched, touch } from './touched-records.ts';
export type { WriteContext } from './write-context.ts';
