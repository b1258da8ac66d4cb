export { type ErasurePlan, erase, planErasure, wasErased } from './erase.ts';
