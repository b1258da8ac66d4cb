export { applyPendingTotals, rebuildTotals, startApplyingTotals, verifyTotals } from './totals.ts';
