export { SECTIONS } from './gather.ts';
export { mergedDigestOf } from './merge.ts';
export { pipelineOfSubscription } from './pipeline.ts';
export { applyPending, nextDigestOf, runDigest } from './run.ts';
