export { accountable, assertAbility, note, permitTo, refusalOf } from './refusals.ts';
