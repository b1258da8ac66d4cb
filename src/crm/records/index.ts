export { bulkUpdate } from './bulk-update.ts';
export { entryOf } from './commit-changes.ts';
export { guard, isGuarded } from './invariants.ts';
export { listRecords } from './list.ts';
export { erased, gone, mergeTargetsOf, missing } from './merge-target.ts';
export {
  type Input,
  assertCan,
  create,
  draftEdit,
  draftNew,
  edit,
  readRecord,
  remove,
  restore,
  storeNew,
} from './mutations.ts';
export { readAddressed } from './read-addressed.ts';
export { dependentsOf, referrersTo } from './references.ts';
export { type Moved, repoint, repointAll } from './repoint.ts';
export { UNCONFIRMED, permit, runInTransaction } from './run-in-transaction.ts';
export { startingValues } from './starting-values.ts';
export { type Titles, titlesFor, titlesForAll } from './titles.ts';
export { settle, validateAll } from './validate.ts';
export { type Rewrite, differences, write, writeAll } from './write-record.ts';
