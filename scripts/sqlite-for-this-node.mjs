// better-sqlite3 13 ships its binaries in its package but needs Node-API 10 (Node 22 and later).
// Node 20 has Node-API 9, so there the older release is prepared instead: its prebuilt binary where it can be
// downloaded, a compile (about a minute) where not. Delete this script, the `better-sqlite3-legacy` dependency and
// the choice in src/store/connection/sqlite.ts when Node 20 is no longer supported.
import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';

if (Number(process.versions.napi) < 10) {
  const require = createRequire(import.meta.url);
  const home = dirname(require.resolve('better-sqlite3-legacy/package.json'));
  try {
    new (require('better-sqlite3-legacy'))(':memory:').close();
  } catch {
    console.log('CustomerHub: preparing SQLite for Node 20 (about a minute where it has to be compiled) …');
    execFileSync('npm', ['run', 'install'], { cwd: home, stdio: 'inherit', shell: process.platform === 'win32' });
  }
}
