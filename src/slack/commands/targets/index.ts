export { targetsMessage } from './target-list.ts';
export { targetCommands } from './targets.ts';
