import { rmSync } from 'node:fs';
import pg from 'pg';

/** After all tests. A server that was there before is left as it was. */
export default async function tearDown() {
  const { TEST_DATABASE_URL: url, CUSTOMERHUB_TESTS: folder, CUSTOMERHUB_TEMPLATE: template } = process.env;
  rmSync(folder, { recursive: true, force: true });
  if (globalThis.postgres) return globalThis.postgres.stop();
  if (!url) return;
  const admin = new pg.Client({ connectionString: url });
  await admin.connect();
  await admin.query(`drop database if exists ${template}`);
  await admin.end();
}
