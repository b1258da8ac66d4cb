import { jest } from '@jest/globals';

// Real processes and browsers on two busy cores: in CI a test that failed is tried once more, and says why it failed.
if (process.env.CI) jest.retryTimes(1, { logErrorsBeforeRetry: true, retryImmediately: true });
