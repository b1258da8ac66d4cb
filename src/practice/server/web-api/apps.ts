/** apps.*, which the app calls with its app-level token. */
import type { Methods } from './method.ts';

export const apps: Methods = {
  'apps.connections.open': {
    token: 'app',
    tier: 1,
    run: (world) => ({ url: world.socketMode.mintUrl() }),
  },
};
