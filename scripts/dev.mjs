// `npm run dev`: compiles the server and the practice workspace's page whenever a file changes, and starts the server
// again. Ctrl-C ends all of it.
import { execFileSync, spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const tsc = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin', 'tsc');
const watch = ['--watch', '--preserveWatchOutput'];

try {
  execFileSync(process.execPath, [join(root, 'scripts', 'build.mjs')], { cwd: root, stdio: 'inherit' });
} catch {
  process.exit(1);
}

const children = [
  [tsc, '-p', 'tsconfig.build.json', ...watch],
  [tsc, '-p', 'src/practice/page', '--noEmit', 'false', ...watch],
  ['--watch', '--watch-preserve-output', 'dist/src/main.js'],
].map((args) => spawn(process.execPath, args, { cwd: root, stdio: 'inherit' }));

// Ctrl-C reaches the children from the terminal by itself; every other way to end comes through here.
const end = () => {
  for (const child of children) if (child.exitCode === null) child.kill('SIGTERM');
};
process.on('SIGINT', end);
process.on('SIGTERM', end);
for (const child of children) child.once('exit', end);
