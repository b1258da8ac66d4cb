import type { AnyRecord } from '../../model/record.ts';
import { ERASED, partsOf, tracePattern, withoutTraces, type Traces } from '../../model/erased.ts';
import { nationalDigits } from '../../model/phone.ts';
import type { AuditRow, Changes } from '../../store/audit/audit-row.ts';
import { roughly } from '../../store/erase.ts';

/** The words by which a contact is known, and texts without them. */
export interface ErasedWords {
  /** Clears words that can mean nobody else. */
  clear: (text: string) => string;
  /** Clears also parts of the name, for texts that are about the contact. */
  clearNear: (text: string) => string;
  /** Patterns for LIKE, which find at least every text that `clear` would change. */
  patterns: string[];
}

export function changesOf(row: AuditRow): Changes {
  return JSON.parse(row.changes) as Changes;
}

/** Everything the contact was ever called or reached by: now, and in the trail. */
const tracesOf = (contacts: readonly AnyRecord[], trail: readonly AuditRow[]): Traces => {
  const changes = trail.map(changesOf);
  const ever = (field: string): string[] => {
    const values = [...contacts.map((record) => record[field] ?? null), ...changes.flatMap((one) => one[field] ?? [])];
    const words = values.filter((value): value is string => typeof value === 'string' && value !== '');
    return [...new Set(words)].filter((word) => word !== ERASED);
  };
  return { names: ever('name'), emails: ever('email'), phones: ever('phone') };
};

const clearing = (traces: Traces): ((text: string) => string) => {
  const pattern = tracePattern(traces);
  return (text) => (pattern ? withoutTraces(text, pattern) : text);
};

/**
 * @param contacts one person, perhaps more than once
 * @param trail all their entries
 */
export function wordsFor(contacts: readonly AnyRecord[], trail: readonly AuditRow[]): ErasedWords {
  const { names, emails, phones } = tracesOf(contacts, trail);
  // A name of one word may be anybody's, or a word like any other.
  const sure = names.filter((name) => /\s/.test(name));
  const digits = phones.map((phone) => [...nationalDigits(phone)].join(' '));
  return {
    clear: clearing({ names: sure, emails, phones }),
    clearNear: clearing({ names: [...names, ...names.flatMap(partsOf)], emails, phones }),
    patterns: [...sure, ...emails, ...digits].map(roughly),
  };
}
