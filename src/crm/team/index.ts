export { noticeDeparture, noticeDepartures } from './departed-members.ts';
export { rolesInUse } from './employees.ts';
export { HANDED_OVER, type Holdings, countOf, handOver, inHandsOf } from './hand-over.ts';
export { type SlackIdentity, adminIds, admitMember, enter } from './members.ts';
export { targetsByQuarter } from './target-list.ts';
