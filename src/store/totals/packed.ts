/**
 * Sets of ids (small whole numbers) as bytes: in rising order, each as what it is more than the one before, seven bits to a
 * byte, the lowest first, with the eighth set where more follow. Most take one byte: what is read for a month fits a fast cache.
 */
export type Packed = Uint8Array;

const MOST_BYTES = 5;

export function pack(ids: Iterable<number>): Packed {
  const rising = Uint32Array.from(ids).sort();
  const bytes = new Uint8Array(MOST_BYTES * rising.length);
  let [at, before] = [0, -1];
  for (const id of rising) {
    if (id === before) continue;
    let more = before < 0 ? id : id - before;
    for (; more > 0x7f; more >>>= 7) bytes[at++] = (more & 0x7f) | 0x80;
    bytes[at++] = more;
    before = id;
  }
  return bytes.slice(0, at);
}

export function unpack(packed: Packed): number[] {
  const ids: number[] = [];
  let id = 0;
  for (let at = 0; at < packed.length; at += 1) {
    let byte = packed[at] ?? 0;
    id += byte & 0x7f;
    for (let factor = 0x80; byte > 0x7f; factor *= 0x80) {
      byte = packed[(at += 1)] ?? 0;
      id += (byte & 0x7f) * factor;
    }
    ids.push(id);
  }
  return ids;
}

/** A byte for each id there can be. It stays, and is zero between two countings, because new memory costs more than they do. */
let marks = new Uint8Array(1 << 16);

const roomFor = (id: number): typeof marks => {
  const larger = new Uint8Array(2 * id);
  larger.set(marks);
  marks = larger;
  return marks;
};

/** Sets the marks of all ids to 0 or 1, without unpacking them first. @returns how many were otherwise before, and the highest id */
const mark = (sets: readonly Packed[], as: 0 | 1): { changed: number; highest: number } => {
  let [changed, highest] = [0, 0];
  let on = marks;
  for (const packed of sets) {
    const { length } = packed;
    let id = 0;
    for (let at = 0; at < length; at += 1) {
      let byte = packed[at] ?? 0;
      id += byte & 0x7f;
      for (let factor = 0x80; byte > 0x7f; factor *= 0x80) {
        byte = packed[(at += 1)] ?? 0;
        id += (byte & 0x7f) * factor;
      }
      if (id >= on.length) on = roomFor(id);
      changed += (on[id] ?? 0) ^ as;
      on[id] = as;
    }
    highest = Math.max(highest, id);
  }
  return { changed, highest };
};

const bytesOf = (sets: readonly Packed[]): number => sets.reduce((sum, { length }) => sum + length, 0);

/** How many different ids stand in sets and in none of the others: a hundred thousand are marked sooner than a tenth is put into a Set. */
export function countOnly(sets: readonly Packed[], others: readonly Packed[]): number {
  const { changed, highest } = mark(sets, 1);
  const count = changed - mark(others, 0).changed;
  // Where few are marked among many, to go through them again is less than to write over all.
  if (16 * bytesOf(sets) < highest) mark(sets, 0);
  else marks.fill(0, 0, highest + 1);
  return count;
}
