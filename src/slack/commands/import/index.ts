export { saveCheck } from './import-check.ts';
export { columnsFields, redrawColumns, saveColumns } from './import-columns.ts';
export { saveFile } from './import-file.ts';
export { FIX_OFFERS, fixFields, redrawFix, saveFix } from './import-fix.ts';
export { redrawCheck } from './import-pages.ts';
export { stoppedImportMessage } from './import-view.ts';
export { importCommands } from './import.ts';
