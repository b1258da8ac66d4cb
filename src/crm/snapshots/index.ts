export { type AsOf, asOfIn, readAsOf } from './as-of.ts';
export { SnapshotLost, type Snapshots, openSnapshots } from './snapshots.ts';
