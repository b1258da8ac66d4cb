export { whyCommands } from './why.ts';
