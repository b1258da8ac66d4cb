export { helpMessage, welcomeMessage } from './help.ts';
