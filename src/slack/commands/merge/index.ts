export { mergeCommands } from './merge.ts';
