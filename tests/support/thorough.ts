/**
 * How often a random test tries: as often as finds what breaks easily, or with `THOROUGH=1 npm test` as often as finds the
 * rest as well.
 */
export const tries = ({ usually, thoroughly }: { usually: number; thoroughly: number }): number =>
  process.env['THOROUGH'] ? thoroughly : usually;
