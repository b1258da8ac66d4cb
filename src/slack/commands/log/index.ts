export { LOG_FIELDS, logForm } from './log-form.ts';
export { logCommands } from './log.ts';
export { redrawLog } from './redraw-log.ts';
export { saveLog } from './save-log.ts';
