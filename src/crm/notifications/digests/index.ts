export { type DigestLine, type DigestSection, SECTIONS, type SectionName } from './gather.ts';
export { mergedDigestOf } from './merge.ts';
export { pipelineOfSubscription } from './pipeline.ts';
export { type DigestPayload, applyPending, nextDigestOf, runDigest } from './run.ts';
