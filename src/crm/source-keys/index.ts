export { type Keyed, knownAs, recordsCalled, recordsKeyed } from './source-keys.ts';
