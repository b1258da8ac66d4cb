import type { Db } from '../../store/database.ts';
import {
  isIndexed,
  scanFigures,
  seekFigure,
  type FigureResult,
  type FigureResults,
} from '../../store/reports/figure-values.ts';
import { SUBJECTS, type Subject } from '../../store/reports/selection.ts';
import type { Window } from '../../store/reports/window.ts';
import { definitionOf, FIGURE_KEYS, type Definition, type FigureKey, type Unit } from './figures.ts';
import type { Measured } from './measured.ts';
import { narrowedTo, sees, selectionOf } from './subjects.ts';
import { ownersIn } from './targets.ts';
import { figuresFromTotals } from './totals/figures.ts';
import { runs } from './window.ts';

export interface Figure {
  key: FigureKey;
  /** `Deals won` */
  label: string;
  unit: Unit;
  /** What is counted, in a sentence or two for people. */
  formula: string;
  /** null without a value, such as the win rate of a period in which nothing closed. */
  value: number | null;
  /** The same of the period before. */
  before: number | null;
  /** `value - before` (of percents: percentage points); null when one of them is. */
  change: number | null;
  /**
   * Why it is hidden: the filter uses a field its rows lack, the role may not see them, nothing is set to
   * hold them against, or it was not asked for.
   */
  hidden: 'filter' | 'role' | 'unset' | 'unasked' | null;
}

const keysOf = (subject: Subject, keys: readonly FigureKey[]): FigureKey[] =>
  keys.filter((key) => definitionOf(key).of === subject);

/** Figures by a plain scan of the rows: what they are held to. */
export async function scan<K extends FigureKey>(
  db: Db,
  asked: Measured,
  keys: readonly K[],
): Promise<Pick<FigureResults, K>> {
  const found: Partial<FigureResults> = {};
  for (const subject of SUBJECTS)
    Object.assign(found, await scanFigures(db, selectionOf(subject, asked.scope), keysOf(subject, keys), asked));
  return found as Pick<FigureResults, K>;
}

/** Turns the SQL result into the figure. @param told the window includes today */
export function read(
  { onlyNow, read: convert }: Definition,
  result: number | null | undefined,
  told: boolean,
): number | null {
  if (result === null || result === undefined || (onlyNow && !told)) return null;
  return convert ? convert(result) : result;
}

const hiddenBy = ({ scope: { filter, actor }, now, before }: Measured, key: FigureKey): Figure['hidden'] => {
  const { of } = definitionOf(key);
  if (sees(actor, of) === 'none') return 'role';
  if (narrowedTo(of, filter) === null) return 'filter';
  if (key !== 'targetAttained' || now.target !== null || before.target !== null) return null;
  return ownersIn(filter) === undefined ? 'filter' : 'unset';
};

const NOTHING: FigureResult = { now: null, before: null };

/**
 * The figures in the order of their definitions, from what a scan or a faster source gave; those it did not give are
 * `unasked`.
 */
export function figuresOf(results: Partial<FigureResults>, asked: Measured): Record<FigureKey, Figure> {
  const figure = (key: FigureKey): [FigureKey, Figure] => {
    const definition = definitionOf(key);
    const { label, unit, formula } = definition;
    const result = results[key];
    const hidden = hiddenBy(asked, key) ?? (result ? null : 'unasked');
    const told = ({ to }: Window): boolean => hidden === null && runs({ to }, asked.today);
    const [value, before] = hidden
      ? [null, null]
      : [
          read(definition, (result ?? NOTHING).now, told(asked.now)),
          read(definition, (result ?? NOTHING).before, told(asked.before)),
        ];
    const change = value === null || before === null ? null : value - before;
    return [key, { key, label, unit, formula, value, before, change, hidden }];
  };
  return Object.fromEntries(FIGURE_KEYS.map(figure)) as Record<FigureKey, Figure>;
}

/** Figures for both windows, in the order of their definitions: from the totals, by an index, or by a scan of the rows. */
export async function measure(
  db: Db,
  asked: Measured,
  keys: readonly FigureKey[] = FIGURE_KEYS,
): Promise<Record<FigureKey, Figure>> {
  const known = await figuresFromTotals(db, asked, keys);
  const others = keys.filter((key) => known[key] === undefined && hiddenBy(asked, key) === null);
  const found: Partial<Record<FigureKey, FigureResult>> = { ...known };
  for (const key of others.filter(isIndexed))
    found[key] = await seekFigure(db, selectionOf(definitionOf(key).of, asked.scope), key, asked);
  const scanned = await scan(
    db,
    asked,
    others.filter((key) => !isIndexed(key)),
  );
  return figuresOf({ ...found, ...scanned }, asked);
}
