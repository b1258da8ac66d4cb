/** Real payloads, spoilt: what a signed request might hold that nobody of ours made. */
import type { Json, JsonObject } from '../../src/practice/protocol.ts';
import fc from './random.ts';

/** Names that every object of JavaScript has. */
export const PROTOTYPE_NAMES = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf'] as const;

/** Stands in everything that a tour types, and in what is put in its place: none of it may be found in the log. */
export const TYPED = 'Quokka';

const WORDS = [
  '',
  ' ',
  '-1',
  '0',
  '99999999999999999999',
  'U0BEN',
  'U0NOBODY',
  'C0DEALS',
  'V0NONE',
  'T0RAMPWERK',
  'D-1',
  'C-1',
  'P-999',
  'verb:constructor:D-1',
  'verb:__proto__:',
  'verb:show:toString',
  'use:constructor:1',
  'customer@constructor',
  'new:',
  `new:${TYPED} 7`,
  `${TYPED}\u0000nul`,
  `${TYPED}\ud800lone`,
  `${TYPED}\nline\r\nbreak\u2028\u0085`,
  `<!channel> ${TYPED} <@U0MAYA> <https://evil.example|${TYPED}>`,
  `'; drop table deals; -- ${TYPED}`,
  `amount>${TYPED} by:${TYPED} "${TYPED}`,
  `${TYPED} `.repeat(5000),
  '<http:'.repeat(4000),
  'https://evil.example/hook',
  'http://169.254.169.254/latest',
  'file:///etc/passwd',
  'javascript:alert(1)',
  '//',
  '2026-02-31',
  'null',
  '{}',
  '[]',
  '{"form":"constructor","entity":"__proto__"}',
  '{"form":"record","entity":"toString","id":-1}',
  '{"form":"import-check","entity":"deal","job":1e99}',
  ...PROTOTYPE_NAMES,
];

const deep = (levels: number): Json => {
  let value: Json = TYPED;
  for (let level = 0; level < levels; level += 1) value = [value];
  return value;
};

const VALUES: Json[] = [null, true, false, 0, -1, 1.5, 1e300, [], {}, [null], [[]], [{}], { id: null }, { id: 7 }];
const anyValue = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom<Json>(...VALUES) },
  { weight: 5, arbitrary: fc.constantFrom<Json>(...WORDS) },
  { weight: 1, arbitrary: fc.integer({ min: 10, max: 800 }).map(deep) },
);

type Change =
  /** `words` where words stood, unless `rough`. */
  | { kind: 'put'; words: string; value: Json; rough: boolean }
  | { kind: 'drop' }
  | { kind: 'rename'; name: string }
  | { kind: 'add'; name: string; value: Json }
  | { kind: 'repeat'; times: number }
  | { kind: 'swap'; with: number[] };

const change: fc.Arbitrary<Change> = fc.oneof(
  {
    weight: 12,
    arbitrary: fc.record({
      kind: fc.constant('put' as const),
      words: fc.constantFrom(...WORDS),
      value: anyValue,
      rough: fc.nat(3).map((n) => n === 0),
    }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('drop' as const) }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('rename' as const), name: fc.constantFrom(...PROTOTYPE_NAMES, 'x') }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('add' as const),
      name: fc.constantFrom(...PROTOTYPE_NAMES, 'event', 'command', 'actions', 'name', 'view', 'type', 'ssl_check'),
      value: anyValue,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('repeat' as const), times: fc.integer({ min: 2, max: 400 }) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('swap' as const), with: fc.array(fc.nat(), { maxLength: 8 }) }),
  },
);

/** How one payload is spoilt: which of those that were recorded, and what is done at which places of it. */
export interface Mutation {
  payload: number;
  changes: { at: number[]; change: Change }[];
  /** Cuts or scribbles in the body, as fractions of its length. */
  scribbles: { at: number; sign: string }[];
}

export const mutation: fc.Arbitrary<Mutation> = fc.record({
  payload: fc.nat(),
  changes: fc.array(fc.record({ at: fc.array(fc.nat(), { minLength: 1, maxLength: 9 }), change }), {
    minLength: 1,
    maxLength: 2,
  }),
  scribbles: fc.oneof(
    { weight: 19, arbitrary: fc.constant<Mutation['scribbles']>([]) },
    {
      weight: 1,
      arbitrary: fc.array(
        fc.record({
          at: fc.double({ min: 0, max: 1, noNaN: true }),
          sign: fc.constantFrom('"', '{', '\\', '%00', '&', '\u0000'),
        }),
        { minLength: 1, maxLength: 3 },
      ),
    },
  ),
});

const isContainer = (value: Json | undefined): value is JsonObject | Json[] =>
  typeof value === 'object' && value !== null;

/** A string that holds JSON, as a view's metadata does. */
const inside = (value: Json | undefined): Json | undefined => {
  if (typeof value !== 'string' || !/^[[{]/.test(value)) return undefined;
  try {
    return JSON.parse(value) as Json;
  } catch {
    return undefined;
  }
};

/** Writes own properties whatever they are called: an assignment to `__proto__` would be none. */
const put = (container: JsonObject | Json[], key: string, value: Json): void => {
  Object.defineProperty(container, key, { value, writable: true, enumerable: true, configurable: true });
};

const taken = (root: Json, way: readonly number[]): Json => {
  let value: Json = root;
  for (const step of way) {
    if (!isContainer(value)) break;
    const keys = Object.keys(value);
    const key = keys[step % keys.length];
    if (key === undefined) break;
    value = (value as JsonObject)[key] ?? null;
  }
  return structuredClone(value);
};

const apply = (container: JsonObject | Json[], key: string, how: Change, root: Json): void => {
  const value = (container as JsonObject)[key] ?? null;
  switch (how.kind) {
    case 'put':
      return put(container, key, typeof value === 'string' && !how.rough ? how.words : how.value);
    case 'drop':
      return void (Array.isArray(container) ? container.splice(Number(key), 1) : delete container[key]);
    case 'rename':
      if (!Array.isArray(container)) delete container[key];
      return put(container, how.name, value);
    case 'add':
      return put(isContainer(value) && !Array.isArray(value) ? value : container, how.name, how.value);
    case 'repeat':
      return put(
        container,
        key,
        Array.isArray(value) ? Array.from({ length: how.times }, () => value[0] ?? null) : [value],
      );
    case 'swap':
      return put(container, key, taken(root, how.with));
  }
};

const changeAt = (root: Json, at: readonly number[], how: Change): void => {
  let value = root;
  for (const [index, step] of at.entries()) {
    if (!isContainer(value)) return;
    const keys = Object.keys(value);
    const key = keys[step % keys.length];
    if (key === undefined) return;
    const next = (value as JsonObject)[key];
    const within = inside(next);
    const last = index === at.length - 1 || !(isContainer(next) || (within !== undefined && step % 3 > 0));
    if (last) return apply(value, key, how, root);
    if (within !== undefined) {
      changeAt(within, at.slice(index + 1), how);
      return put(value, key, JSON.stringify(within));
    }
    value = next as Json;
  }
};

/** The payload with all of its changes; the one that was recorded stays as it is. */
export const spoil = (payload: JsonObject, { changes }: Mutation): JsonObject => {
  const spoilt = structuredClone(payload);
  for (const { at, change: how } of changes) changeAt(spoilt, at, how);
  return spoilt;
};

export const scribble = (body: string, { scribbles }: Mutation): string =>
  scribbles.reduce((words, { at, sign }) => {
    const place = Math.floor(at * words.length);
    return words.slice(0, place) + sign + words.slice(place + 1);
  }, body);
