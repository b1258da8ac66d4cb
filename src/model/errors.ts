import type { EntityName, RecordRef } from './entity.ts';
import type { Value } from './fields.ts';
import { cut } from './text/text.ts';

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

/** What a refusal is about, and the least role of those who can help. */
interface Refusal {
  ask?: 'manager' | 'admin';
  entity?: EntityName;
  recordId?: number;
}

const ANYBODY = { manager: 'a manager or an admin', admin: 'an admin' };

/** The person may not do this; the message says what is missing and who can help. */
export class Forbidden extends Problem {
  override name = 'Forbidden';
  /** What is missing, without who can help. */
  readonly what: string;
  readonly about: Refusal;
  constructor(what: string, about: Refusal = {}) {
    super(about.ask ? `${what} Ask ${ANYBODY[about.ask]}.` : what);
    this.what = what;
    this.about = about;
  }
}

/** There is no such record, or it was deleted. */
export class NotFound extends Problem {
  override name = 'NotFound';
}

/** The record was deleted; its history can bring it back. */
export class Deleted extends NotFound {
  override name = 'Deleted';
  readonly ref: RecordRef;
  constructor(was: string, ref: RecordRef) {
    super(`${was} was deleted.`);
    this.ref = ref;
  }
}

/** The record was merged away; another took its place. */
export class Merged extends NotFound {
  override name = 'Merged';
  readonly into: Candidate;
  constructor(was: string, into: Candidate) {
    super(`${was} was merged into ${cut(into.title, 80)}.`);
    this.into = into;
  }
}

/** A reference that fits several records; the person chooses. */
export class Ambiguous extends Problem {
  override name = 'Ambiguous';
  /** The name that fits several. */
  readonly words: string;
  readonly candidates: readonly Candidate[];
  constructor(words: string, candidates: readonly Candidate[]) {
    super(`“${cut(words, 60)}” matches ${candidates.length} records.`);
    this.words = words;
    this.candidates = candidates;
  }
}
export interface Candidate extends RecordRef {
  title: string;
}

/** A reference to a record of an entity that is not wanted here: a customer where only deals have a stage. */
export class WrongEntity extends Problem {
  override name = 'WrongEntity';
  /** What was typed for it. */
  readonly words: string;
  readonly named: RecordRef;
  readonly wanted: readonly EntityName[];
  constructor(message: string, { words, named, wanted }: Pick<WrongEntity, 'words' | 'named' | 'wanted'>) {
    super(message);
    this.words = words;
    this.named = named;
    this.wanted = wanted;
  }
}

/** It cannot be read just now, and can be later. */
export class TryLater extends Problem {
  override name = 'TryLater';
}

/** Somebody else saved since the form was opened: field -> what each side holds. */
export class Stale extends Problem {
  override name = 'Stale';
  readonly fields: Readonly<Record<string, { mine: Value; theirs: Value; was: Value }>>;
  constructor(fields: Record<string, { mine: Value; theirs: Value; was: Value }>) {
    super('Someone else changed this record while you were editing.');
    this.fields = fields;
  }
}

/** The same request arrived before and was carried out then. `act` finds what it did. */
export class AlreadyDone extends Problem {
  override name = 'AlreadyDone';
  readonly act: string;
  constructor(act: string) {
    super('This was already done. Nothing changed.');
    this.act = act;
  }
}

/** Others were at the same records again and again, so that nothing could be saved. */
export class Busy extends Problem {
  override name = 'Busy';
  constructor(options?: ErrorOptions) {
    super('Others are changing the same records right now, so nothing was saved. Try again.', options);
  }
}

/** What was typed, and which part of it means nothing: from the sign at `from` up to the one before `to`. */
export interface TextSpan {
  words: string;
  from: number;
  to: number;
}

/** Words that cannot be understood: a period, a filter, a date. */
export class Unclear extends Problem {
  override name = 'Unclear';
  readonly where: TextSpan | null;
  constructor(message: string, { where, ...options }: ErrorOptions & { where?: TextSpan } = {}) {
    super(message, options);
    this.where = where ?? null;
  }
}

/** Why a part of an act is not taken back. */
export interface Blocker {
  entity: EntityName;
  id: number;
  title: string;
  /**
   * `changed`: somebody changed `fields` since. `gone`: it was deleted or merged since. `needed`: others came to refer to
   * it. `refused`: it cannot be as it was, because of `say`.
   */
  why: 'changed' | 'gone' | 'needed' | 'refused';
  fields?: readonly string[];
  /** How many of which entity refer to it. */
  by?: Readonly<Partial<Record<EntityName, number>>>;
  say?: string;
}

/** An act that cannot be undone (or redone, where it was an undo) as a whole; `rest` tells whether a part still can. */
export class ChangedSince extends Problem {
  override name = 'ChangedSince';
  readonly act: string;
  readonly redone: boolean;
  readonly blockers: readonly Blocker[];
  readonly rest: boolean;
  constructor({ act, redone }: { act: string; redone: boolean }, blockers: readonly Blocker[], rest: boolean) {
    const titles = cut(blockers.map(({ title }) => title).join(', '), 200);
    super(`Some of this changed since and can’t be ${redone ? 'redone' : 'undone'}: ${titles}.`);
    this.act = act;
    this.redone = redone;
    this.blockers = blockers;
    this.rest = rest;
  }
}

/** What is about to be created is likely to be there already; the person decides. */
export class LikelyDuplicates extends Problem {
  override name = 'LikelyDuplicates';
  readonly entity: EntityName;
  /** The field of the form in which the new record was named; null when the form is about it. */
  readonly field: string | null;
  /** The likeliest first. */
  readonly twins: readonly { id: number; title: string; shares: readonly string[] }[];
  constructor(entity: EntityName, field: string | null, twins: LikelyDuplicates['twins']) {
    super(`Possible duplicate of ${twins.map(({ title }) => title).join(', ')}.`);
    this.entity = entity;
    this.field = field;
    this.twins = twins;
  }
}
