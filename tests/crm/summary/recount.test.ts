import { afterAll, beforeAll, expect, test } from '@jest/globals';
import fc from '../../support/random.ts';
import { summarize, type FigureKey, type PersonLine } from '../../../src/crm/summary/summary.ts';
import { theApp } from '../../../src/model/actor.ts';
import { INTERACTION_KINDS } from '../../../src/model/entities/interactions.ts';
import { readPeriod } from '../../../src/model/dates/periods.ts';
import { questionOf } from '../../../src/crm/summary/question.ts';
import { dayOf, startOfDay } from '../../../src/model/dates/time.ts';
import { trailBegins } from '../../../src/store/audit/audit-since.ts';
import { projectedFor } from '../../../src/crm/summary/parts/projected.ts';
import { aCrm, TEAM, type TestCrm } from '../../support/crm.ts';
import { onBothDatabases } from '../../support/databases.ts';
import { activityBeside } from '../../../src/crm/summary/parts/activity.ts';
import { attainment } from '../../../src/crm/summary/parts/attainment.ts';
import { pipelineBeside } from '../../../src/crm/summary/parts/pipeline.ts';
import { ageing } from '../../../src/crm/summary/parts/ageing.ts';
import { forecastOf } from '../../../src/crm/summary/parts/forecast.ts';
import { funnelOf } from '../../../src/crm/summary/parts/funnel.ts';
import { lostReasons, type LostBeside } from '../../../src/crm/summary/parts/lost-reasons.ts';
import { staysIn } from '../../../src/crm/summary/parts/stays.ts';
import { answering } from '../../../src/crm/summary/summary.ts';
import { definitionOf } from '../../../src/crm/summary/figures.ts';
import { GROUPINGS, type Question } from '../../../src/crm/summary/question.ts';
import { applyPendingTotals } from '../../../src/crm/totals/totals.ts';
import {
  recountAgeing,
  recountForecast,
  recountFunnel,
  recountLost,
  recountPipelineBefore,
  recountProjected,
  recountStays,
  recountWonBy,
} from './recount-parts.ts';
import { aimed, recountActivity, recountFigures, recountMonths, recountPipeline, recountStarts } from './recount.ts';
import { broughtIn, STARTING, wonStarts } from '../../../src/crm/summary/starts.ts';
import { selectionOf } from '../../../src/crm/summary/subjects.ts';
import type { Started } from '../../../src/model/started.ts';
import { countBroughtIn, countWonStarts } from '../../../src/store/reports/starts.ts';
import { empty, fill, type DataSet } from './rows.ts';
import { tries } from '../../support/thorough.ts';

/** Random sets of rows for each property. */
const SETS = tries('SETS', { usually: 25, thoroughly: 200 });

const NOW = Date.parse('2026-03-30T09:30:00Z');
const DAY = 86_400_000;

/** Most of it lies near the present; the hours around midnight and around changes of the clock come up often. */
const moment = fc
  .tuple(
    fc.oneof(fc.nat(100), fc.nat(800)),
    fc.oneof(fc.constantFrom(0, 1, 2, 22, 23), fc.nat(23)),
    fc.constantFrom(0, 1, 1_799_999, 3_599_999),
  )
  .map(([days, hour, rest]) => {
    const midnight = Math.floor(NOW / DAY) * DAY - days * DAY;
    return new Date(Math.min(midnight + hour * 3_600_000 + rest, NOW)).toISOString();
  });
const day = fc.oneof(fc.nat(100), fc.nat(800)).map((days) => dayOf(NOW - days * DAY, 'UTC'));
const deleted = fc.integer({ min: 0, max: 9 }).map((n) => n === 0);

const PEOPLE = 5;
const CUSTOMERS = 8;
const owner = fc.nat(PEOPLE - 1);
const customer = fc.option(fc.nat(CUSTOMERS - 1), { freq: 6 });
const undone = fc.constantFrom(0, 0, 0, 1, 2) as fc.Arbitrary<0 | 1 | 2>;

const started = fc.constantFrom<Started>('here', 'here', 'here', 'elsewhere', 'unknown');

const aCustomer = fc.record({
  createdAt: moment,
  started,
  deleted,
  owner,
  industry: fc.constantFrom(null, 'Software', 'Logistics'),
  country: fc.constantFrom(null, 'Germany', 'France'),
});
const aContact = fc.record({ createdAt: moment, started, deleted, owner, customer });
const aStage = fc.integer({ min: 1, max: 6 });
const aStageMove = fc.record({ field: fc.constant('stage' as const), from: aStage, to: aStage, at: moment, undone });
const aDay = fc.option(day, { freq: 6 });
const aCloseMove = fc.record({ field: fc.constant('closeOn' as const), from: aDay, to: aDay, at: moment, undone });
const anAmount = fc.option(fc.nat(1e9), { freq: 6 });
const anAmountMove = fc.record({
  field: fc.constant('amount' as const),
  from: anAmount,
  to: anAmount,
  at: moment,
  undone,
});
const aMove = fc.oneof(aStageMove, aCloseMove, anAmountMove).filter(({ from, to }) => from !== to);
const aDeal = fc
  .record({
    stage: fc.integer({ min: 1, max: 6 }),
    amount: fc.option(fc.oneof(fc.nat(500), fc.nat(1e11)), { freq: 6 }),
    currency: fc.constantFrom('EUR', 'EUR', 'EUR', 'USD', 'JPY'),
    createdAt: moment,
    started,
    brought: fc.tuple(aStage, moment),
    closedOn: day,
    closeOn: aDay,
    lostReason: fc.constantFrom(null, 'Price', 'price', 'No budget'),
    deleted,
    owner,
    customer,
    moves: fc.array(aMove, { maxLength: 4 }),
  })
  .map(({ brought: [to, at], ...deal }) => ({
    ...deal,
    closedOn: deal.stage >= 5 ? deal.closedOn : null,
    moves: [...(deal.started === 'here' ? [] : [{ field: 'stage' as const, from: null, to, at }]), ...deal.moves],
  }));

const people = ['Ana', 'Ben', 'Cy', 'Dee', 'Eli'];
const aTouch = fc.record({
  by: fc.nat(people.length - 1),
  kind: fc.constantFrom(...Object.keys(INTERACTION_KINDS)),
  happenedAt: moment,
  deleted,
  customer,
});

const aTarget = fc.record({
  by: owner,
  quarter: fc.constantFrom('2026-Q1', '2025-Q4', '2025-Q1', '2024-Q4'),
  amount: fc.integer({ min: 1, max: 1e9 }),
  currency: fc.constantFrom('EUR', 'EUR', 'USD'),
  deleted,
});
const targets = fc.uniqueArray(aTarget, { maxLength: 6, selector: ({ by, quarter }) => `${by} ${quarter}` });

const dataSet: fc.Arbitrary<DataSet> = fc.record({
  people: fc.constant(people),
  customers: fc.array(aCustomer, { minLength: CUSTOMERS, maxLength: 20 }),
  contacts: fc.array(aContact, { maxLength: 20 }),
  deals: fc.array(aDeal, { maxLength: 60 }),
  interactions: fc.array(aTouch, { maxLength: 60 }),
  targets,
});

const zone = fc.constantFrom(
  ...['Europe/Berlin', 'America/New_York', 'Asia/Kathmandu', 'Pacific/Kiritimati', 'Pacific/Pago_Pago', 'UTC'],
);
const words = fc.constantFrom(
  ...[
    '',
    'today',
    'yesterday',
    'this week',
    'last week',
    'last month',
    'this quarter',
    'Q4 2025',
    'last 90 days',
    'year to date',
  ],
  ...['2025', 'last 2 years', 'since 2026-03-28', '2026-03-29', '2026-W13', '2026-02-28..2026-04-30'],
);

/** The app folds now and then in the background: so rows may be in the totals, or in the changes since. */
const isApplied = fc.nat(3).map((n) => n === 0);

const byName = (lines: readonly PersonLine[]): PersonLine[] => lines.toSorted((a, b) => (a.name < b.name ? -1 : 1));
const didAnything = ({ counts }: PersonLine): boolean => Object.keys(counts).length > 0;
const totals = (lines: readonly PersonLine[]): number[] =>
  lines.map(({ counts }) => Object.values(counts).reduce((sum, count) => sum + count, 0));

onBothDatabases((fresh) => {
  let crm: TestCrm;
  beforeAll(async () => {
    crm = await aCrm(await fresh());
    crm.at(new Date(NOW).toISOString());
  });
  afterAll(() => crm.end());

  const begin = async (data: DataSet, folded: boolean): Promise<void> => {
    await empty(crm);
    await fill(crm, data);
    if (folded) await applyPendingTotals(crm);
  };

  test('on any rows the summary equals a recount of them one by one', async () => {
    const check = fc.asyncProperty(dataSet, isApplied, zone, words, async (data, folded, timeZone, asked) => {
      await begin(data, folded);
      const today = dayOf(NOW, timeZone);
      const period = readPeriod(asked, today);
      const rows = { data, timeZone, today };
      const summary = await summarize({ crm, actor: theApp(TEAM, timeZone) }, questionOf(period));

      const [value, before] = [recountFigures(rows, period), recountFigures(rows, period.before)];
      for (const key of Object.keys(value) as FigureKey[]) {
        const figure = summary.figures[key];
        expect([key, figure.value, figure.before]).toEqual([key, near(value[key]), near(before[key])]);
      }
      expect(summary.pipeline).toEqual(recountPipeline(rows));
      expect(summary.wonByMonth).toEqual(recountMonths(rows, period));
      expect(byName(summary.activity)).toEqual(byName(recountActivity(rows, period)));
      expect(totals(summary.activity)).toEqual(totals(summary.activity).toSorted((a, b) => b - a));
    });
    await fc.assert(check, { numRuns: SETS });
  }, 120_000);

  test('on any rows the parts of a summary equal a recount of them one by one', async () => {
    const check = fc.asyncProperty(dataSet, isApplied, zone, words, async (data, folded, timeZone, asked) => {
      await begin(data, folded);
      const today = dayOf(NOW, timeZone);
      const period = readPeriod(asked, today);
      const rows = { data, timeZone, today };
      await answering({ crm, actor: theApp(TEAM, timeZone) }, questionOf(period), async (db, question) => {
        for (const [window, span] of [
          [question.now, period],
          [question.before, period.before],
        ] as const) {
          expect(await funnelOf(db, window, question)).toEqual(recountFunnel(rows, span));
          const stays = await staysIn(db, window, question.scope);
          expect(
            new Map([...stays].map(([stage, { count, known, median }]) => [stage, [count, known, median]])),
          ).toEqual(
            new Map(
              [...recountStays(rows, span)].map(([stage, [n, known, days]]) => [
                stage,
                [n, known, days === null ? null : expect.closeTo(days, 5)],
              ]),
            ),
          );
          const { won } = recountStarts(rows, span);
          expect(await wonStarts(db, question.scope, window)).toEqual(won);
          // By a scan, too.
          expect(await countWonStarts(db, selectionOf('deal', question.scope), window)).toEqual(won);
        }
        const { brought } = recountStarts(rows, period);
        expect(Object.fromEntries(await broughtIn(db, question))).toEqual(brought);
        for (const subject of STARTING)
          expect(await countBroughtIn(db, selectionOf(subject, question.scope), question.now)).toBe(brought[subject]);
        expect(await ageing(db, question)).toEqual(recountAgeing(rows, period.before));
        const stages = await pipelineBeside(db, question, await ageing(db, question));
        expect(stages).toEqual(
          recountPipeline(rows).map((line, at) => ({
            ...line,
            before: recountPipelineBefore(rows, period.before)[at],
          })),
        );
        const lost = await lostReasons(db, question);
        const reasons = (of: (line: LostBeside) => Pick<LostBeside, 'count' | 'value'>) =>
          new Map(
            lost
              .map((line) => [line.reason.toLowerCase(), [of(line).count, of(line).value]] as const)
              .filter(([, [count]]) => count > 0),
          );
        expect(reasons((line) => line)).toEqual(recountLost(rows, period));
        expect(reasons(({ before }) => before)).toEqual(recountLost(rows, period.before));
        const active = await activityBeside(db, question);
        for (const [of, span] of [['counts', period] as const, ['before', period.before] as const])
          expect(byName(active.map((one) => ({ name: one.name, counts: one[of] })).filter(didAnything))).toEqual(
            byName(recountActivity(rows, span)),
          );
        for (const line of await attainment(db, question)) {
          const person = people.indexOf(line.name);
          expect([line.name, line.won, line.wonBefore]).toEqual([
            ...[line.name, recountWonBy(rows, person, period), recountWonBy(rows, person, period.before)],
          ]);
          const theirs = { ...data, targets: data.targets?.filter(({ by }) => by === person) ?? [] };
          const aims = [period, period.before].map((span) => aimed(theirs, span));
          expect([line.target, line.targetBefore]).toEqual(aims.map((aim) => aim && expect.closeTo(aim, 4)));
        }
        const { months } = await forecastOf(db, question);
        for (const { month, target: _target, ...line } of months)
          expect([month, line]).toEqual([month, recountForecast(rows, month)]);
        // Entries of earlier runs stay in the trail, so it may begin before these rows.
        const begins = String(await trailBegins(db));
        const begun = months.map(({ month }) => month).filter((month) => month <= today.slice(0, 7));
        const known = begun.filter((month) => startOfDay(`${month}-01`, timeZone) >= begins);
        expect(await projectedFor(db, begun, question)).toEqual(
          new Map(known.map((month) => [month, recountProjected(rows, month)])),
        );
      });
    });
    await fc.assert(check, { numRuns: SETS });
  }, 240_000);

  test('on any rows a table adds up to what the summary tells, and each row is what a filter would tell', async () => {
    const check = fc.asyncProperty(
      ...[dataSet, isApplied, zone, words, fc.constantFrom(...GROUPINGS)],
      async (data: DataSet, folded: boolean, timeZone: string, asked: string, by: Question['by'] & string) => {
        await begin(data, folded);
        const today = dayOf(NOW, timeZone);
        const period = readPeriod(asked, today);
        const { figures, breakdown } = await summarize(
          { crm, actor: theApp(TEAM, timeZone) },
          { ...questionOf(period), by },
        );
        for (const [at, key] of (breakdown?.keys ?? []).entries()) {
          const sum = breakdown?.rows.reduce((total, { values }) => total + (values[at] ?? 0), 0);
          // Each group's weighted value is rounded for itself.
          const slack = key === 'valueWeighted' ? 3 : 0;
          if (definitionOf(key).unit !== 'percent')
            expect([key, Math.abs((sum ?? 0) - (figures[key].value ?? 0)) <= slack]).toEqual([key, true]);
          expect(breakdown?.total[at]).toBe(figures[key].value);
        }
        if (by !== 'owner') return;
        for (const [index, name] of people.entries()) {
          const theirs = <T extends { owner?: number }>(all: T[]): T[] => all.filter(({ owner: of }) => of === index);
          const own = { ...data, deals: theirs(data.deals), customers: theirs(data.customers), targets: [] };
          own.interactions = data.interactions.filter(({ by: of }) => of === index);
          const expected = recountFigures({ data: own, timeZone, today }, period);
          const row = breakdown?.rows.find((one) => one.name === name);
          for (const [at, key] of (breakdown?.keys ?? []).entries())
            expect([name, key, row?.values[at] || null]).toEqual([name, key, near(expected[key] || null)]);
        }
      },
    );
    await fc.assert(check, { numRuns: SETS });
  }, 240_000);
});

/** Whole numbers exactly; a rate of percents as near as the databases' own division allows. */
const near = (expected: number | null): unknown =>
  expected === null || Number.isInteger(expected) ? expected : expect.closeTo(expected, 9);
