/**
 * How often a test tries: as often as finds what breaks easily, or with `THOROUGH=1 npm test` as often as finds the rest as
 * well, or as often as the environment variable of that name says. CONTRIBUTING.md lists them.
 */
export const tries = (name: string, { usually, thoroughly }: { usually: number; thoroughly: number }): number =>
  Number(process.env[name] ?? (process.env['THOROUGH'] ? thoroughly : usually));
