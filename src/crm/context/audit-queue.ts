import { theApp } from '../../model/actor.ts';
import { unhurried } from '../../model/runtime/deadline.ts';
import { momentOf } from '../../model/dates/time.ts';
import { Unavailable } from '../../model/runtime/unavailable.ts';
import { writeAudit, writeAudits, type NewEntry } from '../../store/audit/audit-log.ts';
import type { Database } from '../../store/database.ts';
import { openUnwritten, type Gap, type Unwritten } from '../../store/audit/unwritten-traces.ts';

/** Entries that wait in memory at most; about 5 MB. */
const MOST = 10_000;
/** Entries that are written in one transaction. */
const AT_ONCE = 200;
/** For how long whoever reads waits for another process that writes, in milliseconds. */
const PATIENCE_MS = 100;
/** How long what waits is left when nothing is wrong with the database, in milliseconds. */
const AGAIN_MS = 1000;

/** Verb of the entry that says how many others are missing. */
export const GAP = 'gap';

interface AuditQueueOptions {
  now: () => number;
  newOperationId: () => string;
  /** Told of entries that cannot be written, and not because of the database. */
  failed: (error: unknown) => void;
  /** Entries that wait at most. */
  most?: number;
}

/**
 * Writes the entries of what changed nothing: looks at records, searches, refusals. Nobody is kept from reading because the
 * database takes no writes: their entries wait here, in order, and are written when it does again. What does not fit, and what
 * a process took with it when it ended, is counted, and an entry says how many are missing.
 */
export class AuditQueue {
  readonly #database: Database;
  readonly #options: Required<AuditQueueOptions>;
  readonly #unwritten: Unwritten;
  #waiting: NewEntry[] = [];
  #gaps: Gap[];
  #writing: Promise<void> | null = null;
  #timer: NodeJS.Timeout | undefined;

  constructor(database: Database, { most = MOST, ...options }: AuditQueueOptions) {
    this.#database = database;
    this.#options = { most, ...options };
    this.#unwritten = openUnwritten(database.url);
    this.#gaps = [...this.#unwritten.found];
    const end = database.condition.onChange((now) => {
      if (!now) this.#flushSoon();
    });
    database.beforeClose(async () => {
      end();
      await this.#close();
    });
    if (this.#gaps.length > 0) this.#flushSoon();
  }

  /** How many entries wait, or are missing and not said to be. */
  get size(): number {
    return this.#waiting.length + this.#gaps.reduce((sum, { lost }) => sum + lost, 0);
  }

  /** Writes an entry now, or where the database is not able to, later. */
  async write(entry: NewEntry): Promise<void> {
    if (this.#waiting.length > 0 || this.#database.condition.trouble) return this.#keep(entry);
    try {
      await this.#transaction([entry], [], PATIENCE_MS);
    } catch (error) {
      if (!(error instanceof Unavailable)) throw error;
      this.#keep(entry);
    }
  }

  /** Writes everything that waits, and what is missing; what cannot be written goes on waiting. */
  flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#writing ??= unhurried(() => this.#writeAll()).finally(() => (this.#writing = null));
    return this.#writing;
  }

  #keep(entry: NewEntry): void {
    if (this.#waiting.length < this.#options.most) this.#waiting.push(entry);
    else this.#lose(entry);
    this.#remember();
    if (!this.#database.condition.trouble) this.#later();
  }

  #flushSoon(): void {
    this.flush().catch(this.#options.failed);
  }

  #later(): void {
    this.#timer ??= setTimeout(() => this.#flushSoon(), AGAIN_MS).unref();
  }

  /** What comes after the queue was full belongs to one gap. */
  #lose({ at, slackTeamId }: NewEntry): void {
    const last = this.#gaps.at(-1);
    if (last && last.team === slackTeamId) {
      last.lost += 1;
      last.to = at;
    } else this.#gaps.push({ lost: 1, from: at, to: at, team: slackTeamId });
  }

  #remember(): void {
    const [first] = this.#waiting;
    const last = this.#waiting.at(-1);
    const gap = this.#gaps.at(-1);
    const from = first?.at ?? gap?.from;
    const to = gap?.to ?? last?.at;
    const team = last?.slackTeamId ?? gap?.team;
    const held = from && to && team ? { lost: this.size, from, to, team } : null;
    this.#unwritten.remember(held);
  }

  async #writeAll(): Promise<void> {
    let atOnce = AT_ONCE;
    while (this.size > 0) {
      const some = this.#waiting.slice(0, atOnce);
      const isLast = some.length === this.#waiting.length;
      const gaps = isLast ? this.#gaps.splice(0) : [];
      try {
        await this.#transaction(some, gaps);
        this.#waiting.splice(0, some.length);
        if (isLast) this.#unwritten.forgetFound();
      } catch (error) {
        this.#gaps.unshift(...gaps);
        if (error instanceof Unavailable) return this.#database.condition.trouble ? undefined : this.#later();
        if (some.length === 0) throw error;
        // One that no database takes is found by writing each by itself: it keeps none of the others.
        if (some.length === 1) this.#giveUp(error);
        atOnce = 1;
      }
      this.#remember();
    }
  }

  #giveUp(error: unknown): void {
    for (const entry of this.#waiting.splice(0, 1)) this.#lose(entry);
    this.#options.failed(error);
  }

  #transaction(entries: readonly NewEntry[], gaps: readonly Gap[], patience?: number): Promise<void> {
    return this.#database.transaction(
      async (db) => {
        if (entries.length > 1) await writeAudits(db, entries);
        else for (const entry of entries) await writeAudit(db, entry);
        await writeAudits(
          db,
          gaps.map((gap) => this.#entryOf(gap)),
        );
      },
      { changesRecords: false, ...(patience !== undefined && { patience }) },
    );
  }

  #entryOf({ lost, from, to, team }: Gap): NewEntry {
    const { employeeId, slackUserId } = theApp(team, 'UTC');
    return {
      at: momentOf(this.#options.now()),
      act: this.#options.newOperationId(),
      ...{ slackUserId, slackTeamId: team, employeeId, source: 'app' },
      ...{ verb: GAP, entity: null, recordId: null },
      changes: { lost: [null, lost], from: [null, from], to: [null, to] },
    };
  }

  async #close(): Promise<void> {
    await this.flush().catch(this.#options.failed);
    clearTimeout(this.#timer);
    this.#unwritten.close();
  }
}
