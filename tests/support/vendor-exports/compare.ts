import type { AnyRecord } from '../../../src/model/record.ts';
import type { Ref, Says, Wanted } from './truth.ts';

/** One thing that is not as it should be. */
export interface Finding {
  /** What many rows have in common. */
  kind: string;
  /** One of them. */
  example: string;
}

const isRef = (wanted: Wanted): wanted is Ref => typeof wanted === 'object' && wanted !== null && 'entity' in wanted;
const isSays = (wanted: Wanted): wanted is Says => typeof wanted === 'object' && wanted !== null && 'says' in wanted;

const MARKUP = /<\/?[a-z][^>]*>|&(?:[a-z]+|#\d+);/i;

/** Does the text hold each piece, on lines of their own and without markup? */
const says = (text: unknown, pieces: readonly string[]): boolean => {
  const lines = String(text ?? '')
    .replaceAll('\u00a0', ' ')
    .split('\n');
  const at = pieces.map((piece) => lines.findIndex((line) => line.includes(piece)));
  return !at.includes(-1) && new Set(at).size === at.length && !lines.some((line) => MARKUP.test(line));
};

/** What the comparison looks up. */
export interface Known {
  /** Id of a record; undefined where there is none. */
  idOf: (ref: Ref) => number | undefined;
  stageOf: (id: number) => string;
}

const short = (value: unknown): string => {
  const words = JSON.stringify(value) ?? 'nothing';
  return words.length > 160 ? `${words.slice(0, 160)}…` : words;
};

/** Why a stored value is not the one that is meant; null where it is. */
export const differs = (record: AnyRecord, field: string, wanted: Wanted, { idOf, stageOf }: Known): string | null => {
  const value = record[field] ?? null;
  const now = field === 'stage' ? stageOf(Number(value)) : value;
  if (isSays(wanted)) return says(now, wanted.says) ? null : `stored ${short(now)}, should say ${short(wanted.says)}`;
  const should = isRef(wanted) ? idOf(wanted) : wanted;
  if (now === should) return null;
  return `stored ${short(now)}, should be ${short(isRef(wanted) ? { ...wanted, id: should ?? null } : should)}`;
};
