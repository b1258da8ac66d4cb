import { setImmediate as yieldToOthers } from 'node:timers/promises';
import {
  firstBereft,
  firstUnsalted,
  linksAfter,
  unsealedCount,
  valuesHold,
  wasErased,
  type Link,
} from '../../store/audit/seal-checks.ts';
import { BEGINNING, hashOf } from '../../store/audit/seals.ts';
import type { Db } from '../../store/database.ts';
import type { Crm } from '../context/index.ts';

/** The first thing in the audit trail that is not as CustomerHub left it. */
export interface Damage {
  kind: 'altered' | 'missing' | 'inserted';
  /** Id of the entry in `audit_log`. */
  entry: number;
  /** What gives it away, in a sentence. */
  why: string;
}

export interface SealCheck {
  damage: Damage | null;
  /** Seals that hold, entries that wait for theirs. */
  seals: number;
  waiting: number;
  /** The chain's last hash; keeping it proves later that nothing was cut off. */
  head: string;
  /** Whether the head that was asked about is a link of this chain; null when none was. */
  knows: boolean | null;
}

const AT_ONCE = 500;

const damaged = (kind: Damage['kind'], entry: number, why: string): Damage => ({ kind, entry, why });

/** What is wrong with one link, given the one before it. */
const checkLink = (before: Pick<Link, 'position' | 'hash'>, link: Link): Damage | null => {
  const { position, audit_id: entry, row, hash, digest, newest } = link;
  if (position !== before.position + 1)
    return damaged('missing', entry, `the seals before this entry’s are gone, from number ${before.position + 1} on`);
  if (!row) return damaged('missing', entry, 'its seal is there, the entry is not');
  if (hashOf(before.hash, position, row, digest) !== hash)
    return damaged('altered', entry, 'who, what, when or its seal is not as it was sealed');
  if (position !== newest) return null;
  if (!valuesHold(link)) return damaged('altered', entry, 'its values are not as they were sealed');
  return null;
};

/** An entry sealed more than once was erased in between, or somebody covered something up. */
const checkResealed = async (db: Db, { row, audit_id, position, newest }: Link): Promise<Damage | null> =>
  position === newest || row === null || (await wasErased(db, row))
    ? null
    : damaged('altered', audit_id, 'it was sealed a second time, and its record was never erased');

const walk = async (db: Db, head: string | undefined): Promise<Omit<SealCheck, 'waiting'>> => {
  let last: Pick<Link, 'position' | 'hash'> = { position: 0, hash: BEGINNING };
  let knows = head === undefined ? null : false;
  for (;;) {
    const links = await linksAfter(db, last.position, AT_ONCE);
    for (const link of links) {
      const damage = checkLink(last, link) ?? (await checkResealed(db, link));
      if (damage) return { damage, seals: last.position, head: last.hash, knows };
      last = link;
      if (link.hash === head) knows = true;
    }
    if (links.length < AT_ONCE) return { damage: null, seals: last.position, head: last.hash, knows };
    await yieldToOthers();
  }
};

/** Damage that no link of the chain shows: entries that CustomerHub never wrote, and missing unsealed ones. */
const besideTheChain = async (db: Db): Promise<Damage[]> => {
  const inserted = await firstUnsalted(db);
  const gone = await firstBereft(db);
  return [
    ...(inserted === null ? [] : [damaged('inserted', inserted, 'CustomerHub did not write it')]),
    ...(gone === null ? [] : [damaged('missing', gone, 'its salt is there, the entry is not')]),
  ];
};

/**
 * Walks through the chain of seals and finds the first entry that was altered, taken away or put in by hand.
 * @param head a hash that an earlier verdict gave
 */
export function verifySeals(crm: Pick<Crm, 'database'>, head?: string): Promise<SealCheck> {
  return crm.database.snapshot(async (db) => {
    const verdict = await walk(db, head);
    const all = [...(verdict.damage ? [verdict.damage] : []), ...(await besideTheChain(db))];
    const [damage = null] = all.toSorted((a, b) => a.entry - b.entry);
    return { ...verdict, damage, waiting: await unsealedCount(db) };
  });
}
