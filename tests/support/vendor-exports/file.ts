import { tableOf, type Columns } from './csv.ts';
import type { Outcome, VendorFile } from './truth.ts';

interface Plan<T> extends Pick<VendorFile, 'label' | 'entity' | 'name' | 'answers' | 'write'> {
  columns: Columns<T>;
  keyOf: (record: T) => string;
  outcomeOf: (record: T) => Outcome;
}

/** Writes records down, with what each row means beside it. */
export const fileOf =
  <T>({ columns, keyOf, outcomeOf, ...file }: Plan<T>) =>
  (records: readonly T[]): VendorFile => ({
    ...file,
    ...tableOf(columns, records),
    expected: records.map((record) => ({ key: keyOf(record), outcome: outcomeOf(record) })),
  });
