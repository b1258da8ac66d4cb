// Compiles the server (src, migrations) and the practice workspace's page into dist/, skipping what is up to date.
import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const tsc = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin', 'tsc');
for (const args of [
  ['-p', 'tsconfig.build.json'],
  ['-p', 'src/practice/page', '--noEmit', 'false'],
]) {
  try {
    execFileSync(process.execPath, [tsc, ...args], { cwd: root, stdio: 'inherit' });
  } catch {
    console.error('CustomerHub could not be built: the messages above name the file and line.');
    process.exit(1);
  }
}
