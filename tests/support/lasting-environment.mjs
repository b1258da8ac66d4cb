import { TestEnvironment } from 'jest-environment-node';

/** What Jest leaves on the global object for the file that runs: a time limit, who listens, the tests themselves. */
const OF_A_FILE = new Set(['TEST_TIMEOUT_SYMBOL', 'EVENT_HANDLERS', 'JEST_STATE_SYMBOL']);

let lasting;

/** One global object for all test files of a worker, so that they can share modules (see lasting-runtime.mjs). */
export default class LastingEnvironment extends TestEnvironment {
  constructor(config, context) {
    if (lasting) return lasting;
    super(config, context);
    const { process } = this.global;
    this.before = { env: { ...process.env }, exit: Reflect.get(process, 'exit') };
    // In watch mode sources change between two runs.
    const { watch, watchAll } = config.globalConfig;
    this.lasts = !watch && !watchAll;
    if (this.lasts) lasting = this;
  }

  async teardown() {
    if (!this.lasts) return super.teardown();
    const { global, before } = this;
    for (const key of Object.getOwnPropertySymbols(global)) if (OF_A_FILE.has(key.description)) delete global[key];
    // What was taken away is remembered for the end of the environment, which here never comes.
    this._globalProxy.leftovers = [];
    const { process } = global;
    for (const name of Object.keys(process.env)) if (!(name in before.env)) delete process.env[name];
    Object.assign(process.env, before.env);
    // Jest wraps it for every file.
    process.exit = before.exit;
  }
}
