export { deliveryCommands } from './delivery.ts';
export { HAND_OVER_FIELDS, saveHandOver } from './hand-over.ts';
export { MEMBER_FIELDS, saveMember } from './member-form.ts';
export { MOVE_FIELDS, saveMove } from './move-deals.ts';
export { saveRole, saveSettings, saveStage, saveTarget } from './save-settings.ts';
export { troubleMessage } from './settings-delivery.ts';
export { settingsCommands } from './settings.ts';
