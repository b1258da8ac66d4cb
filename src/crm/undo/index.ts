export { type UndoStep, type Undone, lastOperationOf, redosAmong, undo, undoAhead } from './undo.ts';
