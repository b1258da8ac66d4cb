import type { Actor } from '../../model/actor.ts';
import type { AnyRecord } from '../../model/record.ts';
import type { CreatedReference } from './create-references.ts';
import { openNames, type Names } from './meaning/names.ts';
import { idsIn, type Reading } from './meaning/reading.ts';

/** What was met further up in the file. */
export interface Memory {
  names: Names;
  /** A record, such as `C-12`, to the line that changes it. */
  changed: Map<string, number>;
  /** IDs elsewhere to the line that has them. */
  keys: Map<string, number>;
  /** Match keys of new records to the lines that make them. */
  made: Map<string, { line: number; draft: AnyRecord; key: string | null }[]>;
  /** Slack user to the line that makes them an employee. */
  people: Map<string, number>;
  /** Records that were created because rows refer to them. */
  references: Map<string, CreatedReference>;
}

export function openMemory(actor: Actor, reading: Reading): Memory {
  return {
    names: openNames(actor, idsIn(reading)),
    changed: new Map(),
    keys: new Map(),
    made: new Map(),
    people: new Map(),
    references: new Map(),
  };
}
