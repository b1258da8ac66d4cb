export { eraseCommands } from './erase.ts';
