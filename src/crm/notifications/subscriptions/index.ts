export { type SubscriptionDraft, readDraft, readLineDraft } from './draft.ts';
export { type DryRun, dryRun } from './dry-run.ts';
export type { WouldBe } from './preview.ts';
export {
  allSubscriptions,
  endSubscription,
  hasSubscriptions,
  pauseSubscription,
  reviseSubscription,
  subscribe,
  subscriptionCalled,
  subscriptionsOf,
} from './subscribe.ts';
