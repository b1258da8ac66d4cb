import { type Entity } from '../../../model/entity.ts';
import type { AnyRecord } from '../../../model/record.ts';
import { type CellContext } from '../../../model/import/cells.ts';
import { type SaysSame } from '../../export/index.ts';
import { type Keyed } from '../../source-keys/index.ts';
import type { Names } from './names.ts';
import type { Columns } from './words-in.ts';

/** What is known when the rows of a portion are read. */
export interface Aids {
  context: Omit<CellContext, 'refs'>;
  /** IANA, of whoever imports: where days begin. */
  ownZone: string;
  names: Names;
  records: ReadonlyMap<number, AnyRecord>;
  /** ID in the system that the file is from to the record that has it. */
  keyed: ReadonlyMap<string, Keyed>;
  same: (entity: Entity) => SaysSame;
  /** Of the sums. */
  currency: string;
  columns: Columns;
  now: string;
}
