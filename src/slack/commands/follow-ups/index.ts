export { followUpCommands } from './follow-ups.ts';
