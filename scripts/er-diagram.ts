// `npm run er`: writes docs/data-model.md from the schema.
import { writeFileSync } from 'node:fs';
import { describeDataModel } from './data-model.ts';

writeFileSync(new URL('../docs/data-model.md', import.meta.url), await describeDataModel());
