export { DOINGS } from './job-handlers.ts';
