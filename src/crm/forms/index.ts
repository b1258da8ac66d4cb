export { draftOf, forgetDraft, keepDraft } from './drafts.ts';
