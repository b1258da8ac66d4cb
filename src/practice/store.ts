/** Keeps the workspace across restarts: one JSON file, and the bytes of files in a folder beside it. */
import { existsSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Kept } from './world.ts';
import type { FileRecord } from './files.ts';
import { isObject } from './json.ts';

type Tables = { [Name in keyof Kept]: [string, Kept[Name] extends Map<string, infer Value> ? Value : never][] };

const version = 1;
const settleMs = 200;

export class Store {
  readonly #file: string;
  readonly #bytes: string;
  readonly #kept: Kept;
  readonly #log: (line: string) => void;
  #timer: NodeJS.Timeout | undefined;

  constructor(file: string, kept: Kept, log: (line: string) => void) {
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
      const why = error instanceof Error ? error.message : String(error);
      this.#log(`The practice workspace could not be read (${why}). It starts afresh; the old one is ${aside}`);
      return false;
    }
  }

  /** Writes a moment later, so that many changes become one write. */
  touched(): void {
    this.#timer ??= setTimeout(() => this.save(), settleMs).unref();
  }

  /** Writes now, if there is anything to write. The file is whole at every moment: written beside, then renamed. */
  save(): void {
    if (!this.#timer) return;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    mkdirSync(dirname(this.#file), { recursive: true });
    for (const file of this.#kept.files.values()) this.#saveBytes(file);
    const tables = Object.fromEntries(Object.entries(this.#kept).map(([name, map]) => [name, [...map]]));
    const files = Array.from(this.#kept.files, ([id, { bytes: _bytes, ...file }]) => [id, file]);
    const beside = `${this.#file}.new`;
    writeFileSync(beside, JSON.stringify({ version, ...tables, files }));
    renameSync(beside, this.#file);
  }

  /** All or nothing: every table is looked at before the first is taken over. */
  #fill(read: unknown): void {
    if (!isObject(read) || read['version'] !== version) throw new Error('it is of another version');
    const names = Object.keys(this.#kept) as (keyof Kept)[];
    const missing = names.find((name) => !Array.isArray(read[name]));
    if (missing) throw new Error(`it has no ${missing}`);
    const tables = read as unknown as Tables;
    for (const [id, file] of tables.files) file.bytes = this.#bytesOf(id);
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
