import type { EntityName } from './entity.ts';
import type { Value } from './fields.ts';
import { cut } from './words.ts';

/**
 * What can go wrong without anything being broken. Every other error is a bug: it gets a reference number, the person
 * an apology with that number, the log the rest.
 */
export class Problem extends Error {
  override name = 'Problem';
}

/** Input that cannot be saved: field name -> what to do about it. */
export class Invalid extends Problem {
  override name = 'Invalid';
  readonly fields: Readonly<Record<string, string>>;
  constructor(fields: Record<string, string>) {
    super(Object.values(fields).join(' '));
    this.fields = fields;
  }
}

/** The person may not do this; the message says what is missing and who can help. */
export class Forbidden extends Problem {
  override name = 'Forbidden';
}

/** There is no such record, or it was deleted. */
export class NotFound extends Problem {
  override name = 'NotFound';
}

/** A reference that fits several records; the person chooses. */
export class Ambiguous extends Problem {
  override name = 'Ambiguous';
  /** The name that fits several. */
  readonly words: string;
  readonly candidates: readonly Candidate[];
  constructor(words: string, candidates: readonly Candidate[]) {
    super(`“${cut(words, 60)}” fits ${candidates.length} records.`);
    this.words = words;
    this.candidates = candidates;
  }
}
export interface Candidate {
  entity: EntityName;
  id: number;
  title: string;
}

/** Somebody else saved since the form was opened: field -> what each side holds. */
export class Stale extends Problem {
  override name = 'Stale';
  readonly fields: Readonly<Record<string, { mine: Value; theirs: Value; was: Value }>>;
  constructor(fields: Record<string, { mine: Value; theirs: Value; was: Value }>) {
    super('Somebody else changed this record while your form was open.');
    this.fields = fields;
  }
}

/** The same request arrived before and was carried out then. `act` finds what it did. */
export class AlreadyDone extends Problem {
  override name = 'AlreadyDone';
  readonly act: string;
  constructor(act: string) {
    super('This was already done.');
    this.act = act;
  }
}

/** What was typed, and which part of it means nothing: from the sign at `from` up to the one before `to`. */
export interface Whereabouts {
  words: string;
  from: number;
  to: number;
}

/** Words that cannot be understood: a period, a filter, a date. */
export class Unclear extends Problem {
  override name = 'Unclear';
  readonly where: Whereabouts | null;
  constructor(message: string, { where, ...options }: ErrorOptions & { where?: Whereabouts } = {}) {
    super(message, options);
    this.where = where ?? null;
  }
}
