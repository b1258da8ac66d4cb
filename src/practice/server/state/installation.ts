/** Whether the app is installed, and what becomes of its token when it is not. */
import { type Installation } from './records.ts';
import { emit } from '../delivery/events.ts';
import { newSecret } from './ids.ts';
import type { World } from './world.ts';

export function newBotToken(): string {
  return `xoxb-practice-${newSecret()}`;
}

/** Somebody removes the app from the workspace. */
export function uninstall(world: World): void {
  Object.assign(world.installation, { isInstalled: false, refusal: 'account_inactive' } satisfies Installation);
  emitRevoked(world);
  emit(world, null, { type: 'app_uninstalled' });
}

/** Somebody revokes the bot's token; the app stays. */
export function revokeToken(world: World): void {
  world.installation.refusal = 'token_revoked';
  emitRevoked(world);
}

/** The app is installed again, as its manifest is now. @returns its new token, which takes the place of the old one */
export function reinstall(world: World): string {
  Object.assign(world.installation, { isInstalled: true, refusal: null } satisfies Installation);
  return (world.credentials.botToken = newBotToken());
}

const emitRevoked = (world: World): void =>
  emit(world, null, { type: 'tokens_revoked', tokens: { oauth: [], bot: [world.app.botUserId] } });
