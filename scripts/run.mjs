// Runs one of the project's TypeScript scripts: node scripts/run.mjs scripts/er-diagram.ts [args]
import { spawnSync } from 'node:child_process';

const { status } = spawnSync(process.execPath, ['--import', 'tsx', ...process.argv.slice(2)], { stdio: 'inherit' });
process.exit(status ?? 1);
