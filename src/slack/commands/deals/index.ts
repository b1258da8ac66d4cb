export { dealCommands } from './deals.ts';
