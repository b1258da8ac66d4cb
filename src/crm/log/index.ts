export { type Logged, logInteraction } from './log-interaction.ts';
