export { summaryCommands } from './command.ts';
export { SUMMARY_FIELDS, answerSummary, redrawnSummary } from './summary-form.ts';
export { summaryOf } from './summary-words.ts';
export { SCHEDULE_FIELDS, saveSchedule } from './schedule-form.ts';
export { scheduleRow, stoppedMessage } from './schedule-list.ts';
export { endOf, scheduleCommands } from './schedules.ts';
