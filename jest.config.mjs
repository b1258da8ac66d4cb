import { availableParallelism } from 'node:os';

export default {
  testMatch: ['<rootDir>/tests/**/*.test.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  watchman: false,
  globalSetup: '<rootDir>/tests/support/setup.mjs',
  globalTeardown: '<rootDir>/tests/support/teardown.mjs',
  setupFilesAfterEnv: ['<rootDir>/tests/support/retry.mjs'],
  // The code under test is loaded once for each worker, not once for each file.
  testEnvironment: '<rootDir>/tests/support/lasting-environment.mjs',
  runtime: '<rootDir>/tests/support/lasting-runtime.mjs',
  testSequencer: '<rootDir>/tests/support/longest-first.mjs',
  // Jest leaves a core to others by default, which on two cores is half of them; and some tests only wait.
  maxWorkers: Math.ceil(availableParallelism() * 1.5),
  // What hangs must end, what is slow on a busy machine must not.
  testTimeout: 120_000,
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      { jsc: { target: 'es2023', parser: { syntax: 'typescript' } }, module: { type: 'es6' }, sourceMaps: 'inline' },
    ],
  },
};
