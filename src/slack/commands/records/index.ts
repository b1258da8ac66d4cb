export { recordCommands } from './records.ts';
