import 'knex';

declare module 'knex' {
  namespace Knex {
    interface Client {
      /** What Knex's types do not tell: runs one query on a connection. */
      _query(connection: unknown, query: object): Promise<unknown>;
    }
  }
}
