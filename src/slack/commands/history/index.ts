export { historyCommands } from './history.ts';
