// `npm run docs`: writes who may do what into docs/administration.md, from the code.
import { readFileSync, writeFileSync } from 'node:fs';
import { withPermissions } from './permissions.ts';

const page = new URL('../docs/administration.md', import.meta.url);
writeFileSync(page, withPermissions(readFileSync(page, 'utf8')));
