import type { EntityName } from '../model/entity.ts';
import type { CastMember } from './cast.ts';

/** A record that is planned: others refer to it before it has an id. */
export class Draft {
  readonly entity: EntityName;
  /** 0 until it is made. */
  id = 0;
  constructor(entity: EntityName) {
    this.entity = entity;
  }
}

/** The first write of a draft creates its record, the later ones edit it. A draft as a value stands for its id. */
export interface Write {
  draft: Draft;
  input: Readonly<Record<string, unknown>>;
}

/** What one person did at one moment: one entry of their day, one act in the audit trail. */
export interface Act {
  /** Milliseconds since 1970. */
  at: number;
  by: CastMember;
  writes: Write[];
}

export function write(draft: Draft, input: Write['input']): Write {
  return { draft, input };
}
