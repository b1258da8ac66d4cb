import type { LostReason } from './pictures.ts';

/** The most valuable first, then those in which most deals were lost. */
export function costliestFirst(reasons: readonly LostReason[]): LostReason[] {
  return reasons
    .filter(({ count, value }) => count !== 0 || value !== 0)
    .map((lost) => ({ ...lost, reason: lost.reason.trim() || 'No reason given' }))
    .toSorted((a, b) => b.value - a.value || b.count - a.count);
}

/** Deals may have no amounts at all: then their number is what can be compared. */
export function haveValue(reasons: readonly LostReason[]): boolean {
  return reasons.some(({ value }) => value > 0);
}
