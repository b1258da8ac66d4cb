// `npm run docs`: writes who may do what into README.md, from the code.
import { readFileSync, writeFileSync } from 'node:fs';
import { withPermissions } from './permissions.ts';

const readme = new URL('../README.md', import.meta.url);
writeFileSync(readme, withPermissions(readFileSync(readme, 'utf8')));
