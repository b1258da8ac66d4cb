export { Replay } from './replay.ts';
export { type Past, type Trail, dealsIn, effectOf, openSnapshot, readTrail, walkBack } from './walk.ts';
