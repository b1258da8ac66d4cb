/** What keeps the database from doing what is asked of it. */
export type TroubleKind = 'full' | 'busy' | 'read-only' | 'unreachable' | 'slow' | 'faulty';

interface UnavailableWords {
  /** What is wrong, without a full stop. */
  wrong: string;
  /** What the person can do. */
  next: string;
  /** What an admin of the server can do. */
  remedy: string;
}

const WORDS: Readonly<Record<TroubleKind, UnavailableWords>> = {
  full: {
    wrong: 'The disk of the server is full',
    next: 'Ask an admin to free some space, then try again.',
    remedy: 'Free some space on the disk that holds the database.',
  },
  busy: {
    wrong: 'The database is busy',
    next: 'Try again in a moment.',
    remedy: 'Another program locks the database or uses all its connections. Find it and stop it.',
  },
  'read-only': {
    wrong: 'The database can’t be changed right now',
    next: 'Ask an admin to make it writable, then try again.',
    remedy: 'Make the database writable: its disk, file or server is read-only.',
  },
  unreachable: {
    wrong: 'The database can’t be reached',
    next: 'Try again in a few minutes.',
    remedy: 'Start the database or restore the connection to it.',
  },
  slow: {
    wrong: 'This took too long',
    next: 'Try again in a moment.',
    remedy: 'The database doesn’t answer in time. Check its load and locks.',
  },
  faulty: {
    wrong: 'The database disk or file is damaged',
    next: 'Ask an admin to look at the server, then try again.',
    remedy: 'Check the disk, its quota and the database file. If the file is damaged, restore a backup.',
  },
};

/** What is wrong, as one sentence without its full stop. */
export function troubleInWords(kind: TroubleKind): string {
  return WORDS[kind].wrong;
}

/** What an admin of the server can do about it, as a sentence. */
export function remedyFor(kind: TroubleKind): string {
  return WORDS[kind].remedy;
}

/** What became of what was asked: nothing was read, nothing was saved, or nobody knows whether it was saved. */
export type Effect = 'not read' | 'not saved' | 'uncertain';

const UNCERTAIN = 'The database stopped responding while saving, so this may not have been saved.';

const MESSAGES: Readonly<Record<Effect, (words: UnavailableWords) => string>> = {
  'not read': ({ wrong, next }) => `${wrong}. ${next}`,
  'not saved': ({ wrong, next }) => `${wrong}; nothing was saved. ${next}`,
  uncertain: () => `${UNCERTAIN} Check before you try again.`,
};

/**
 * The database could not do what was asked of it. It is about no input, so it is no Problem: whatever takes problems for
 * mistakes in what was typed lets this pass.
 */
export class Unavailable extends Error {
  override readonly name = 'Unavailable';
  readonly kind: TroubleKind;
  readonly effect: Effect;
  /** The driver's own name for it, such as `SQLITE_FULL`. */
  readonly detail: string;

  constructor(
    kind: TroubleKind,
    effect: Effect,
    { detail = kind, ...options }: ErrorOptions & { detail?: string } = {},
  ) {
    super(MESSAGES[effect](WORDS[kind]), options);
    this.kind = kind;
    this.effect = effect;
    this.detail = detail;
  }

  /** The same to somebody whose form stays open. */
  inForm(): string {
    const { wrong, next } = WORDS[this.kind];
    if (this.effect === 'uncertain') return `${UNCERTAIN} Save again. It won’t be saved twice.`;
    return `${wrong}; nothing was saved. Your entries are kept. ${next}`;
  }
}
