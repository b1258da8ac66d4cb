export { type Plan, erase, planErasure, wasErased } from './erase.ts';
