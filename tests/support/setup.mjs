import { randomUUID } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tsImport } from 'tsx/esm/api';

/** Before all tests: what they share, which is a folder, the name of a database, and a PostgreSQL server if it is installed. */
export default async function setUp() {
  const { findPostgres, startPostgres } = await tsImport('./postgres.ts', import.meta.url);
  process.env.CUSTOMERHUB_TESTS = mkdtempSync(join(tmpdir(), 'customerhub-tests-'));
  process.env.CUSTOMERHUB_TEMPLATE = `customerhub_template_${randomUUID().replaceAll('-', '')}`;
  const binaries = findPostgres();
  if (process.env.TEST_DATABASE_URL || binaries === null) return;
  globalThis.postgres = startPostgres(binaries);
  process.env.TEST_DATABASE_URL = globalThis.postgres.url;
}
