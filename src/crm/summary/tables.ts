import { AGE_BANDS, type AgedStage, type Band } from './parts/ageing.ts';
import type { PersonBeside } from './parts/activity.ts';
import type { AttainmentLine } from './parts/attainment.ts';
import type { Breakdown } from './parts/breakdown.ts';
import { definitionOf } from './figures.ts';
import type { ForecastLine } from './parts/forecast.ts';
import type { Reached } from './parts/funnel.ts';
import type { LostBeside } from './parts/lost-reasons.ts';
import type { Figure } from './measure.ts';
import type { StageBeside } from './parts/pipeline.ts';
import type { Stay } from './parts/stays.ts';
import {
  beside,
  cellsBeside,
  days,
  money,
  number,
  percent,
  text,
  type Column,
  type Table,
  type TableCell,
} from './table.ts';
import { isCycle } from './starts.ts';
import type { WonStarts } from '../../store/reports/starts.ts';
import type { Projected } from './parts/projected.ts';
import type { MonthLine } from './parts/won-by-month.ts';

const sum = (numbers: readonly (number | null)[]): number => numbers.reduce<number>((all, one) => all + (one ?? 0), 0);
const share = (part: number, whole: number | null): number | null => (whole ? (100 * part) / whole : null);

/** Of every line the same number, and what they come to together. */
const totalOf =
  <T>(lines: readonly T[]) =>
  (of: (line: T) => number | null): number =>
    sum(lines.map(of));

/** What an import did not say. */
export const NOT_KNOWN = 'not known';

/** Every shown figure, compared with the previous period. */
export function figuresTable(figures: readonly Figure[], starts: Readonly<Record<'now' | 'before', WonStarts>>): Table {
  const cell = ({ key }: Figure, value: number | null, { unknown }: WonStarts): TableCell =>
    value === null && unknown > 0 && isCycle(key) ? NOT_KNOWN : value;
  const told = figures.filter(({ hidden }) => hidden === null);
  const row = (label: string): Column => ({ label, unit: 'row' });
  return {
    title: 'All metrics',
    columns: [text('Metric'), row('Now'), row('Previous'), { ...row('Change'), isChange: true }],
    rows: told.map((figure) => [
      figure.label,
      cell(figure, figure.value, starts.now),
      cell(figure, figure.before, starts.before),
      figure.change,
    ]),
    units: told.map(({ unit }) => unit),
    total: null,
  };
}

/** The figures laid out by something. */
export function breakdownTable({ by, keys, rows, total }: Breakdown): Table {
  return {
    title: `By ${by}`,
    columns: [
      text(`${by.charAt(0).toUpperCase()}${by.slice(1)}`),
      ...keys.map((key) => ({ label: definitionOf(key).label, unit: definitionOf(key).unit })),
    ],
    rows: rows.map(({ name, values }) => [name, ...values]),
    total: ['All', ...total],
  };
}

/** What stands in each stage now. */
export function pipelineTable(stages: readonly StageBeside[]): Table {
  const all = totalOf(stages);
  const cells = (of: (what: 'count' | 'value' | 'weighted') => [number, number]) => [
    ...cellsBeside(...of('count')),
    ...cellsBeside(...of('value')),
    ...cellsBeside(...of('weighted')),
  ];
  return {
    title: 'Pipeline by stage',
    columns: [
      text('Stage'),
      ...[...beside(number('Open deals')), ...beside(money('Value')), ...beside(money('Weighted'))],
    ],
    rows: stages.map((stage) => [stage.name, ...cells((what) => [stage[what], stage.before[what]])]),
    total: ['All', ...cells((what) => [all((stage) => stage[what]), all(({ before }) => before[what])])],
  };
}

const medianCells = (stay: Stay | undefined, stayBefore: Stay | undefined): TableCell[] => {
  const [now, before, change] = cellsBeside(stay?.median ?? null, stayBefore?.median ?? null);
  const known = (one: Stay | undefined, cell: TableCell = null): TableCell => (one?.known === 0 ? NOT_KNOWN : cell);
  return [known(stay, now), known(stayBefore, before), change ?? null];
};

/** How long deals stayed in the stages that they left in the period. */
export function staysTable(
  stages: readonly { name: string; stay: Stay | undefined; stayBefore: Stay | undefined }[],
): Table {
  return {
    title: 'Time in each stage',
    columns: [text('Stage'), ...beside(days('Median time')), ...beside(number('Deals that left'))],
    rows: stages.map(({ name, stay, stayBefore }) => [
      name,
      ...medianCells(stay, stayBefore),
      ...cellsBeside(stay?.count ?? 0, stayBefore?.count ?? 0),
    ]),
    total: null,
  };
}

const cameOn = (stages: readonly Reached[], at: number): number | null =>
  at === 0 ? null : share(stages[at]?.count ?? 0, stages[at - 1]?.count ?? 0);

/** How far the deals added in the period have come, beside those of the period before. */
export function funnelTable(now: readonly Reached[], before: readonly Reached[]): Table {
  return {
    title: 'Conversion of the deals added in the period',
    picture: 'funnel',
    columns: [text('Reached'), ...beside(percent('Converted')), ...beside(number('Deals')), ...beside(money('Value'))],
    rows: now.map(({ name, count, value }, at) => [
      name,
      ...cellsBeside(cameOn(now, at), cameOn(before, at)),
      ...cellsBeside(count, before[at]?.count ?? 0),
      ...cellsBeside(value, before[at]?.value ?? 0),
    ]),
    total: null,
  };
}

/** How long the open deals have been in their stages: a line for each stage and age that holds any, now or before. */
export function ageingTable(stages: readonly AgedStage[]): Table {
  const [first, second, third] = AGE_BANDS;
  const names = [
    ...[`Up to ${first} days`, `${first + 1}–${second} days`, `${second + 1}–${third} days`],
    `Over ${third} days`,
    'Not known',
  ];
  const cells = (now: Band, was: Band) => [...cellsBeside(now.count, was.count), ...cellsBeside(now.value, was.value)];
  const lines = stages.flatMap(({ name, bands, unknown, before, unknownBefore }) =>
    [...bands, unknown].map((band, at) => ({ name, age: names[at] ?? '', band, was: before[at] ?? unknownBefore })),
  );
  const all = totalOf(lines);
  return {
    title: 'Time in current stage',
    picture: 'ageing',
    columns: [text('Stage'), text('Time in stage'), ...beside(number('Deals')), ...beside(money('Value'))],
    rows: lines
      .filter(({ band, was }) => band.count + was.count > 0)
      .map(({ name, age, band, was }) => [name, age, ...cells(band, was)]),
    total: [
      ...['All', ''],
      ...cellsBeside(
        all(({ band }) => band.count),
        all(({ was }) => was.count),
      ),
      ...cellsBeside(
        all(({ band }) => band.value),
        all(({ was }) => was.value),
      ),
    ],
  };
}

export function forecastTable(months: readonly ForecastLine[], monthName: (month: string) => string): Table {
  const expected = ({ won, weighted }: ForecastLine): number => won + weighted;
  const aimed = months.filter(({ target }) => target !== null);
  const target = aimed.length > 0 ? sum(aimed.map((month) => month.target)) : null;
  const all = totalOf(months);
  return {
    title: 'Forecast by month',
    picture: 'forecast',
    columns: [
      ...[text('Month'), money('Won'), money('Commit'), money('Best case'), money('Weighted')],
      ...[...beside(money('Expected'), { label: 'Won a year before' }), money('Target'), percent('Of target')],
    ],
    rows: months.map((month) => [
      ...[monthName(month.month), month.won, month.commit, month.bestCase, month.weighted],
      ...cellsBeside(expected(month), month.before),
      ...[month.target, month.target === null ? null : share(expected(month), month.target)],
    ]),
    total: [
      ...['All', all(({ won }) => won), all(({ commit }) => commit), all(({ bestCase }) => bestCase)],
      all(({ weighted }) => weighted),
      ...cellsBeside(
        all(expected),
        all(({ before }) => before),
      ),
      ...[target, share(sum(aimed.map(expected)), target)],
    ],
  };
}

/** What had been projected for months that have begun, beside what was won in them. */
export function projectedTable(
  months: readonly ForecastLine[],
  projected: ReadonlyMap<string, Projected>,
  monthName: (month: string) => string,
): Table {
  const lines = months.flatMap(({ month, won }) => {
    const then = projected.get(month);
    return then ? [{ month, won, ...then }] : [];
  });
  const all = totalOf(lines);
  const cells = (of: (what: 'won' | keyof Projected) => number) => [
    ...cellsBeside(of('won'), of('weighted')),
    ...[of('commit'), of('bestCase')],
  ];
  return {
    title: 'Projected and won',
    columns: [
      ...[text('Month'), ...beside(money('Won'), { label: 'Projected' })],
      ...[money('Commit at start'), money('Best case at start')],
    ],
    rows: lines.map((line) => [monthName(line.month), ...cells((what) => line[what])]),
    total: ['All', ...cells((what) => all((line) => line[what]))],
  };
}

export function attainmentTable(people: readonly AttainmentLine[]): Table {
  const all = totalOf(people);
  const [target, won] = [all((one) => one.target), all((one) => one.won)];
  const aimed = people.filter(({ targetBefore }) => targetBefore !== null);
  const attainedBefore = share(sum(aimed.map(({ wonBefore }) => wonBefore)), sum(aimed.map((one) => one.targetBefore)));
  return {
    title: 'Targets of the period',
    columns: [text('Person'), money('Target'), ...beside(money('Won')), ...beside(percent('Attained'))],
    rows: people.map((one) => [
      ...[one.name, Math.round(one.target)],
      ...cellsBeside(one.won, one.wonBefore),
      ...cellsBeside(share(one.won, one.target), share(one.wonBefore, one.targetBefore)),
    ]),
    total: [
      ...['All', Math.round(target)],
      ...cellsBeside(
        won,
        all((one) => one.wonBefore),
      ),
      ...cellsBeside(share(won, target), attainedBefore),
    ],
  };
}

export function wonTable(months: readonly MonthLine[], monthName: (month: string) => string): Table {
  const all = totalOf(months);
  return {
    title: 'Won by month',
    columns: [text('Month'), number('Deals'), ...beside(money('Value'), { label: 'A year before' })],
    rows: months.map(({ month, count, value, before }) => [monthName(month), count, ...cellsBeside(value, before)]),
    total: [
      ...['All', all(({ count }) => count)],
      ...cellsBeside(
        all(({ value }) => value),
        all(({ before }) => before),
      ),
    ],
  };
}

type ActivityCounts = PersonBeside['counts'];
const everyKind = (counts: ActivityCounts): number => sum(Object.values(counts));

export function activityTable(people: readonly PersonBeside[], kinds: Readonly<Record<string, string>>): Table {
  const keys = Object.keys(kinds);
  const all = totalOf(people);
  return {
    title: 'Activity by person and kind',
    picture: 'activity',
    columns: [text('Person'), ...beside(number('Total')), ...keys.map((kind) => number(kinds[kind] ?? kind))],
    rows: people.map(({ name, counts, before }) => [
      ...[name, ...cellsBeside(everyKind(counts), everyKind(before))],
      ...keys.map((kind) => counts[kind] ?? 0),
    ]),
    total: [
      'All',
      ...cellsBeside(
        all(({ counts }) => everyKind(counts)),
        all(({ before }) => everyKind(before)),
      ),
      ...keys.map((kind) => all(({ counts }) => counts[kind] ?? 0)),
    ],
  };
}

/** Everybody's together. */
export function kindsTable(people: readonly PersonBeside[], kinds: Readonly<Record<string, string>>): Table {
  const all = totalOf(people);
  return {
    title: 'Activity by kind',
    columns: [text('Kind'), ...beside(number('Interactions'))],
    rows: Object.entries(kinds).map(([kind, label]) => [
      label,
      ...cellsBeside(
        all(({ counts }) => counts[kind] ?? 0),
        all(({ before }) => before[kind] ?? 0),
      ),
    ]),
    total: [
      'All',
      ...cellsBeside(
        all(({ counts }) => everyKind(counts)),
        all(({ before }) => everyKind(before)),
      ),
    ],
  };
}

export function lostTable(reasons: readonly LostBeside[]): Table {
  const all = totalOf(reasons);
  const cells = (of: (what: 'count' | 'value') => [number, number]) => [
    ...cellsBeside(...of('count')),
    ...cellsBeside(...of('value')),
  ];
  return {
    title: 'Why deals were lost',
    picture: 'lost',
    columns: [text('Reason'), ...beside(number('Deals')), ...beside(money('Value'))],
    rows: reasons.map((line) => [
      line.reason || 'No reason given',
      ...cells((what) => [line[what], line.before[what]]),
    ]),
    total: ['All', ...cells((what) => [all((line) => line[what]), all(({ before }) => before[what])])],
  };
}
