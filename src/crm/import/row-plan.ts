import type { Entity } from '../../model/entity.ts';
import type { AnyRecord } from '../../model/record.ts';
import type { Trouble } from './meaning/reading.ts';

/** What would become of a row. */
export type RowPlan = {
  /** Of the record that the row makes or changes. */
  entity: Entity;
  line: number;
  key: string | null;
  /** Fields that an answer filled, because the row says nothing of them. */
  filled?: readonly string[];
} & (
  | { is: 'new'; draft: AnyRecord }
  /** A new one that is likely to be here, or further up in the file, already. */
  | { is: 'twin'; draft: AnyRecord; trouble: Trouble }
  | { is: 'change'; before: AnyRecord; after: AnyRecord }
  | { is: 'same'; record: AnyRecord }
  | { is: 'bad'; trouble: Trouble }
);
