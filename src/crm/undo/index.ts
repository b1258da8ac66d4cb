export { type Step, type Undone, lastOperationOf, redosAmong, undo, undoAhead } from './undo.ts';
