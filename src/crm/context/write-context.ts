import type { AnyRecord, Stage } from '../../model/record.ts';
import type { Db } from '../../store/database.ts';
import type { RequestContext } from './request-context.ts';
import type { Touched } from './touched-records.ts';

/** One request that writes (`mutations.ts`), in its transaction. */
export interface WriteContext extends RequestContext {
  db: Db;
  /** Name of this request in the audit trail. */
  act: string;
  at: string;
  stages: readonly Stage[];
  /** What living cards show of what it changed so far. */
  touched: Touched;
  /**
   * Records that others of this request referred to, and that it holds: looked up once, however many refer to them. Only
   * for requests that write none of those themselves.
   */
  held?: Map<string, AnyRecord | null>;
}
