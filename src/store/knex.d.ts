import 'knex';

declare module 'knex' {
  namespace Knex {
    /** Runs one query, schema change or raw statement on a connection that it takes and gives back. */
    interface Runner {
      run(): Promise<unknown>;
    }
    interface Client {
      /** What Knex's types do not tell: runs one query on a connection. */
      _query(connection: unknown, query: object): Promise<unknown>;
      /** Makes the runner of a builder, whose `_method` is `select`, `insert` and so on. */
      runner(builder: { _method?: string }): Runner;
    }
  }
}
