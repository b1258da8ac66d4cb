export { audienceNote, outsidersMessage } from './audience-view.ts';
export { audienceCommands } from './audience.ts';
export { linkCommands } from './link.ts';
export { muteCommands } from './mute.ts';
