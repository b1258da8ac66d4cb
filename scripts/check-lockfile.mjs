// Checks package-lock.json for two ills that show only on somebody else's machine:
// - a platform's binary that is named as optional but has no entry (then `npm ci` fails there, or nothing is installed),
// - download addresses of one machine's registry.
import { readFileSync } from 'node:fs';

const { packages } = JSON.parse(readFileSync(new URL('../package-lock.json', import.meta.url), 'utf8'));

/** Where Node looks for a package required from `place` (`node_modules/a/node_modules/b`), nearest first. */
const homesOf = (place, name) => {
  const outer = place.includes('node_modules/') ? place.slice(0, place.lastIndexOf('node_modules/')) : null;
  const here = `${place}${place === '' ? '' : '/'}node_modules/${name}`;
  return outer === null ? [here] : [here, ...homesOf(outer.replace(/\/$/, ''), name)];
};

const missing = Object.entries(packages).flatMap(([place, { optionalDependencies = {} }]) =>
  Object.keys(optionalDependencies)
    .filter((name) => !homesOf(place, name).some((home) => home in packages))
    .map((name) => `${place || 'package.json'} may install ${name}, which has no entry.`),
);

const addresses = Object.entries(packages)
  .filter(([, { resolved }]) => /^https?:/.test(resolved ?? ''))
  .map(([place, { resolved }]) => `${place} is tied to ${new URL(resolved).host}.`);

const ills = [...missing, ...addresses];
for (const ill of ills) console.error(`package-lock.json: ${ill}`);
if (missing.length > 0) console.error('Pin the newest version whose platform packages are all in the registry.');
if (addresses.length > 0) console.error('Install again with the project’s .npmrc, which leaves addresses out.');
process.exitCode = ills.length > 0 ? 1 : 0;
