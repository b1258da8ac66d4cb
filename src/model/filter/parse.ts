import type { Entity } from '../entity.ts';
import type { ReferenceTarget } from '../fields.ts';
import { nearestTo } from '../text/edit-distance.ts';
import { startOfDay } from '../dates/time.ts';
import { cut, normalizeText, eitherOf } from '../text/text.ts';
import { daysAgo } from './days.ts';
import { EMPTY, type Condition, type Filter, type FilterContext, type Test } from './filter.ts';
import { stageFieldOf } from '../reference-fields.ts';
import { filterableCalled, filterables, LAST_TOUCH, nameKey, spelling, touchedBy, type Filterable } from './names.ts';
import { conditionsIn } from './conditions.ts';
import { tokensOf, type Clause, type Piece, type Tokens } from './tokens.ts';
import { unclearAt } from './unclear.ts';
import { joinUnits } from './units.ts';
import { named, readTest, NEEDS_VALUE } from './values.ts';

/** A clause that is no condition but says something else, such as `sort:-amount`. */
export interface Aside {
  value: string;
  from: number;
  to: number;
}

export interface Parsed {
  filter: Filter;
  /** By name; only those that the caller takes. */
  asides: Readonly<Record<string, Aside>>;
}

const OUTCOMES = ['open', 'won', 'lost'] as const;

const has = (entity: Entity, test: (one: Filterable) => boolean): boolean => filterables(entity).some(test);

/** The names that conditions on records of this entity can begin with, as people best write them. */
export function namesFor(entity: Entity): string[] {
  return [
    ...filterables(entity)
      .filter(({ field }) => !field.hidden || field.also !== undefined)
      .map(spelling),
    ...(stageFieldOf(entity) === undefined ? [] : ['is']),
    ...(touchedBy(entity) === undefined ? [] : ['quiet']),
  ];
}

/** `-won` is a word behind a minus. */
const withoutMinus = (text: string): string => normalizeText(text).replace(/^-/, '');

/** Is this word a condition by itself, behind a minus or not? */
export function isBareCondition(entity: Entity, { text, quoted }: Piece): boolean {
  const word = withoutMinus(text);
  if (quoted) return false;
  if (word === 'mine') return has(entity, ({ name }) => name === 'owner');
  return stageFieldOf(entity) !== undefined && (OUTCOMES as readonly string[]).includes(word);
}

/** `open`, `mine`: single words that stand for a condition. */
const bareWord = (entity: Entity, piece: Piece, context: FilterContext): Condition | null => {
  if (!isBareCondition(entity, piece)) return null;
  const [word, not] = [withoutMinus(piece.text), piece.text.startsWith('-')];
  if (word === 'mine') return { field: 'owner', not, any: [{ in: [context.me] }] };
  return { field: stageFieldOf(entity) ?? '', not, any: [outcomeTest(word, context)] };
};

const outcomeTest = (word: string, { stages }: FilterContext): Test => ({
  in: stages.filter(({ outcome }) => outcome === word).map(({ id }) => id),
});

/** Several `in` of one clause are one. */
const joined = (tests: readonly Test[]): Test[] => {
  const keys = tests.flatMap((test) => ('in' in test ? test.in : []));
  const others = tests.filter((test) => !('in' in test));
  return keys.length > 0 || others.length === 0 ? [{ in: [...new Set(keys)] }, ...others] : others;
};

type ReadValue = (value: Piece) => Test | Test[] | { problem: string };

const conditionOf = (text: string, clause: Clause, field: string, read: ReadValue): Condition => {
  if (clause.values.length === 0) throw unclearAt(text, clause, `${clause.name.text} ${NEEDS_VALUE}`);
  const tests = clause.values.flatMap((value): Test | Test[] => {
    const isEmpty = !value.quoted && normalizeText(value.text) === EMPTY && clause.operator === ':';
    const test = isEmpty ? { empty: true as const } : read(value);
    if ('problem' in test) throw unclearAt(text, value, `${clause.name.text} ${test.problem}`);
    return test;
  });
  return { field, not: clause.not, any: joined(tests) };
};

/** `is:open`: by what became of it. */
const isCondition = (text: string, clause: Clause, stage: string, context: FilterContext): Condition =>
  conditionOf(text, clause, stage, (value) => {
    const [word] = clause.operator === ':' ? named(value.text, OUTCOMES, (one) => [one]) : [];
    return word ? outcomeTest(word, context) : { problem: `must be ${eitherOf(OUTCOMES)}.` };
  });

/** `quiet:30d`: never touched, or not since then. */
const quietCondition = (text: string, clause: Clause, { today, timeZone }: FilterContext): Condition =>
  conditionOf(text, clause, LAST_TOUCH, (value) => {
    const day = daysAgo(value.text, today);
    const fits = day !== null && (clause.operator === ':' || clause.operator === '>');
    return fits
      ? [{ empty: true }, { range: { below: startOfDay(day, timeZone) } }]
      : {
          problem: `can’t be “${cut(value.text, 40)}”. Use the time without interactions: quiet:30d, quiet:6w or quiet:3m.`,
        };
  });

const unknownName = (text: string, entity: Entity, { name }: Clause, asides: readonly string[]): Error => {
  const names = [...namesFor(entity), ...asides];
  const near = nearestTo(name.text, names);
  const guess = near ? ` Did you mean ${near}?` : '';
  const all = `Filter by ${names.join(', ')}, or use quotes to search for the word.`;
  return unclearAt(text, name, `“${cut(name.text, 40)}” isn’t a field of ${entity.plural}.${guess} ${all}`);
};

const readClause = (text: string, entity: Entity, clause: Clause, context: FilterContext): Condition | null => {
  const key = nameKey(clause.name.text);
  const stage = stageFieldOf(entity);
  if (key === 'is' && stage !== undefined) return isCondition(text, clause, stage, context);
  if (key === 'quiet' && touchedBy(entity) !== undefined) return quietCondition(text, clause, context);
  const found = filterableCalled(entity, clause.name.text);
  if (!found) return null;
  const { operator } = clause;
  return conditionOf(text, clause, found.name, (value) =>
    readTest({ operator, words: value.text }, found.field, context),
  );
};

/** Tells names of the entity's conditions, and of asides, from other words. */
export function isNameOf(entity: Entity, asides: readonly string[]) {
  return (word: string): boolean =>
    filterableCalled(entity, word) !== undefined || ['is', 'quiet', ...asides].includes(nameKey(word));
}

/**
 * The conditions and words of a filter, before they are understood.
 * @throws Unclear where it has signs of other languages, such as `or` between conditions
 */
export function piecesIn(entity: Entity, text: string, asides: readonly string[] = []): Tokens {
  const isBare = (piece: Piece): boolean => isBareCondition(entity, piece);
  return joinUnits(entity, text, conditionsIn(text, { entity, isName: isNameOf(entity, asides), isBare }));
}

/**
 * Understands a filter: `stage:won owner:@ana amount>10k closing:this-month quiet:30d -industry:software "free words"`.
 * @param asides names that the caller understands beside conditions, such as `sort`
 * @param lists those of them that take several values: `broadcast:won,lost`
 * @throws Unclear that points at the word which means nothing, and says what would fit
 */
export function parseFilter(
  entity: Entity,
  text: string,
  context: FilterContext,
  asides: readonly string[] = [],
  lists: readonly string[] = [],
): Parsed {
  const { clauses, words } = piecesIn(entity, text, asides);
  const conditions: { from: number; condition: Condition }[] = [];
  const said: Record<string, Aside> = {};
  for (const clause of clauses) {
    const key = nameKey(clause.name.text);
    const condition = asides.includes(key) ? null : readClause(text, entity, clause, context);
    if (condition) conditions.push({ from: clause.from, condition });
    else if (asides.includes(key)) said[key] = asideOf(text, clause, lists.includes(key));
    else throw unknownName(text, entity, clause, asides);
  }
  const free: string[] = [];
  for (const word of words) {
    const condition = bareWord(entity, word, context);
    if (condition) conditions.push({ from: word.from, condition });
    else if (normalizeText(word.text) !== '') free.push(normalizeText(word.text));
  }
  const inOrder = conditions.toSorted((a, b) => a.from - b.from).map(({ condition }) => condition);
  return { filter: { conditions: inOrder, words: free }, asides: said };
}

const asideOf = (text: string, clause: Clause, isList: boolean): Aside => {
  const [value, more] = clause.values;
  if (!value || value.text.trim() === '') throw unclearAt(text, clause, `${clause.name.text} ${NEEDS_VALUE}`);
  if (more && !isList) throw unclearAt(text, more, `${clause.name.text} takes only one value.`);
  return { value: clause.values.map((one) => one.text).join(','), from: clause.from, to: clause.to };
};

/** The names of records that the filter mentions, so that they can be looked up before it is understood. */
export function referencesIn(
  entity: Entity,
  text: string,
  asides: readonly string[] = [],
): { to: ReferenceTarget; words: string }[] {
  return tokensOf(text, isNameOf(entity, asides)).clauses.flatMap(({ name, values }) => {
    const field = filterableCalled(entity, name.text)?.field;
    return field?.kind === 'reference' ? values.map(({ text: words }) => ({ to: field.to, words })) : [];
  });
}
