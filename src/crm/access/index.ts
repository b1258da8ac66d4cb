export { accountable, recordAccess, assertAbility, permitTo, refusalOf } from './refusals.ts';
