import fc from 'fast-check';

/** Random tests do the same in every run, so that a red one is about the change at hand. `SEED=7 npm test` does something else. */
export const SEED = Number(process.env['SEED'] ?? 1_334_769_053);

fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: SEED });

export default fc;
