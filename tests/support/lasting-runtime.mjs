import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import runtime from 'jest-runtime';

/** Node gives the whole CommonJS module; tsx, which is there when tests run in Jest's own process, its default export. */
const Runtime = runtime.default ?? runtime;
const TESTS = pathToFileURL(join(import.meta.dirname, '..', '/')).href;
/** By environment. */
const lasting = new WeakMap();

const isOfTests = (key) => key.startsWith(TESTS) || key.startsWith('@jest/globals/');

/**
 * Loads the code under test and its packages once for all test files of a worker, instead of once for each: that is most
 * of what a small test file costs, and what was compiled for one is fast for the next. Test files and tests/support are
 * new for each file. Code under test must therefore keep no state of its own in a module, which it doesn't in production
 * either: tests of two files share a module as two requests do.
 */
export default class LastingRuntime extends Runtime {
  constructor(config, environment, ...others) {
    const known = lasting.get(environment);
    if (known) return known;
    super(config, environment, ...others);
    if (environment.lasts) lasting.set(environment, this);
    this.environment = environment;
  }

  /** A test that replaces modules has others from then on, and gives these back in the end. */
  resetModules() {
    if (this.environment?.lasts) this.#putAside();
    super.resetModules();
  }

  teardown() {
    if (!this.environment.lasts) return super.teardown();
    this.restoreAllMocks();
    this.mockState.clear();
    this.jestGlobals.clearJestObjectCache();
    this.loggedReferenceErrors.clear();
    Object.assign(this.registries, this.#aside);
    this.#aside = undefined;
    const { esModuleRegistry, internalModuleRegistry } = this.registries;
    for (const key of esModuleRegistry.keys()) if (isOfTests(key)) esModuleRegistry.delete(key);
    internalModuleRegistry.clear();
  }

  #aside;
  #putAside() {
    const { esModuleRegistry, moduleRegistry } = this.registries;
    this.#aside ??= { esModuleRegistry, moduleRegistry };
    Object.assign(this.registries, { esModuleRegistry: new Map(), moduleRegistry: new Map() });
  }
}
