import { describe } from '@jest/globals';
import { findBrowser } from './browser.ts';

/**
 * `describe` for tests that need a browser. Without one they are skipped, and say so; in CI they fail instead.
 */
export const inBrowser = findBrowser() || process.env.CI === 'true' ? describe : skipped();

function skipped(): typeof describe.skip {
  console.warn(`
  =================================================================================
   SKIPPED: the tests of the practice workspace's page need a browser.
   Install Chromium or Chrome, or name one: CHROMIUM_PATH=/path/to/chromium npm test
  =================================================================================`);
  return describe.skip;
}
