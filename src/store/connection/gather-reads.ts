import { dialectOf, type Db } from '../dialect.ts';

type Reads = readonly (() => Promise<unknown>)[];
type Answers<R extends Reads> = { [K in keyof R]: R[K] extends () => Promise<infer T> ? T : never };

/**
 * Answers of several reads that do not need each other. The thread that reads SQLite is asked all of them before it answers,
 * because each way to it and back costs as much as a short read; a connection to PostgreSQL takes one at a time.
 */
export async function together<const R extends Reads>(db: Db, ...reads: R): Promise<Answers<R>> {
  if (dialectOf(db) === 'sqlite') return (await Promise.all(reads.map((read) => read()))) as Answers<R>;
  const answers: unknown[] = [];
  for (const read of reads) answers.push(await read());
  return answers as Answers<R>;
}
