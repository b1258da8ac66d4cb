/** Keeps the workspace across restarts: one JSON file, and the bytes of files in a folder beside it. */
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Kept } from './world.ts';
import type { FileRecord } from './records.ts';
import { isObject } from '../json.ts';

type Tables = { [Name in keyof Kept]: [string, Kept[Name] extends Map<string, infer Value> ? Value : never][] };

const version = 1;
const settleMs = 200;
/** How long it waits after a write that failed. */
const againMs = 5000;

export class Store {
  readonly #file: string;
  readonly #bytes: string;
  readonly #kept: Kept;
  readonly #log: (line: string, error: unknown) => void;
  #timer: NodeJS.Timeout | undefined;
  #hasFailed = false;

  constructor(file: string, kept: Kept, log: (line: string, error: unknown) => void) {
    this.#file = file;
    this.#bytes = `${file}.files`;
    this.#kept = kept;
    this.#log = log;
  }

  /**
   * Fills the workspace with what was kept; false when there was nothing. A file that cannot be read is set aside, never
   * overwritten.
   */
  load(): boolean {
    if (!existsSync(this.#file)) return false;
    try {
      this.#fill(JSON.parse(readFileSync(this.#file, 'utf8')));
      return true;
    } catch (error) {
      const aside = `${this.#file}.damaged-${Date.now()}`;
      renameSync(this.#file, aside);
      this.#log(`The practice workspace could not be read and starts afresh; the old one is ${aside}`, error);
      return false;
    }
  }

  /** Writes a moment later, so that many changes become one write. */
  touched(): void {
    this.#timer ??= setTimeout(() => this.save(), settleMs).unref();
  }

  /** Writes now, if there is anything to write. A disk that is full ends nothing: that is told once, and tried again. */
  save(): void {
    if (!this.#timer) return;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    try {
      this.#write();
      this.#hasFailed = false;
    } catch (error) {
      if (!this.#hasFailed) this.#log('The practice workspace could not be saved. It goes on in memory', error);
      this.#hasFailed = true;
      this.#timer = setTimeout(() => this.save(), againMs).unref();
    }
  }

  /** The file is whole at every moment: written beside, then renamed. */
  #write(): void {
    mkdirSync(dirname(this.#file), { recursive: true });
    for (const file of this.#kept.files.values()) this.#saveBytes(file);
    const tables = Object.fromEntries(Object.entries(this.#kept).map(([name, map]) => [name, [...map]]));
    const files = Array.from(this.#kept.files, ([id, { bytes: _bytes, ...file }]) => [id, file]);
    const beside = `${this.#file}.new`;
    try {
      writeFileSync(beside, JSON.stringify({ version, ...tables, files }));
      renameSync(beside, this.#file);
    } catch (error) {
      rmSync(beside, { force: true });
      throw error;
    }
  }

  /** All or nothing: every table is looked at before the first is taken over. */
  #fill(read: unknown): void {
    if (!isObject(read) || read['version'] !== version) throw new Error('it is of another version');
    const names = Object.keys(this.#kept) as (keyof Kept)[];
    const missing = names.find((name) => !Array.isArray(read[name]));
    if (missing) throw new Error(`it has no ${missing}`);
    const tables = read as unknown as Tables;
    // Files that were kept before shares were told apart were shared nowhere that is known.
    for (const [id, file] of tables.files) Object.assign(file, { shares: file.shares ?? {}, bytes: this.#bytesOf(id) });
    for (const name of names) {
      const map = this.#kept[name] as Map<string, unknown>;
      for (const [key, value] of tables[name]) map.set(key, value);
    }
  }

  #bytesOf(id: string): Buffer {
    const path = join(this.#bytes, id);
    return existsSync(path) ? readFileSync(path) : Buffer.alloc(0);
  }

  #saveBytes({ card, bytes }: FileRecord): void {
    const path = join(this.#bytes, card.id);
    if (existsSync(path) && statSync(path).size === bytes.length) return;
    mkdirSync(this.#bytes, { recursive: true });
    writeFileSync(path, bytes);
  }
}
