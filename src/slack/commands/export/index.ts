export { exportCommands } from './export.ts';
