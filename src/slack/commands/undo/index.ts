export { undoCommands } from './undo.ts';
