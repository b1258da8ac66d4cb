import { createRequire } from 'node:module';
import { Worker } from 'node:worker_threads';
import type { Db } from '../dialect.ts';
import { driverName } from './sqlite.ts';

const require = createRequire(import.meta.url);

/**
 * Full-text indexes keep deleted words until their segments are merged, the file keeps them in free places until it is
 * written anew, and the log until it is emptied. A text, so that it runs from the sources as it does from the build.
 */
const VACUUM = `
  const { workerData } = require('node:worker_threads');
  const Driver = require(workerData.driver);
  const file = new Driver(workerData.file, { timeout: 60000 });
  for (const statement of workerData.statements) file.exec(statement);
  file.pragma('wal_checkpoint(truncate)');
  file.close();
`;

/** What merges the segments of the full-text indexes. */
const merges = async (db: Db): Promise<string[]> => {
  const indexes: { name: string }[] = await db('sqlite_master')
    .where('type', 'table')
    .andWhereRaw(`sql like 'create virtual table%fts5%'`)
    .select('name');
  return indexes.map(({ name }) => `insert into ${name} (${name}) values ('optimize')`);
};

const inAThread = (file: string, statements: readonly string[]): Promise<void> =>
  new Promise((resolve, reject) => {
    const workerData = { driver: require.resolve(driverName), file, statements };
    const worker = new Worker(VACUUM, { eval: true, workerData });
    worker.once('error', reject);
    worker.once('exit', () => resolve());
  });

/**
 * Writes a SQLite file anew, in a thread: it takes seconds for each gigabyte, in which this process goes on to hear of
 * what people want. Whoever wants the database waits for its connection until it is done.
 */
export async function vacuum(db: Db): Promise<void> {
  const statements = [...(await merges(db)), 'vacuum'];
  const { filename } = db.client.config.connection as { filename: string };
  if (filename === ':memory:') return void (await db.raw('vacuum'));
  const connection: unknown = await db.client.acquireConnection();
  try {
    await inAThread(filename, statements);
  } finally {
    await db.client.releaseConnection(connection);
  }
}
