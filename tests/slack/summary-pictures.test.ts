import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Picture } from '../../src/charts/pictures.ts';
import { readQuestion } from '../../src/crm/summary/question.ts';
import { summarize, type Summary } from '../../src/crm/summary/summary.ts';
import { overviewPictures } from '../../src/slack/commands/summary/summary-pictures.ts';
import { aColleague, aCrm, type TestCrm } from '../support/crm.ts';

let crm: TestCrm;
let summary: Summary;

beforeAll(async () => {
  crm = await aCrm();
  // It is the next day already where Ana is.
  crm.at('2026-11-16T23:30:00.000Z');
  const ana = await aColleague(crm, 'Ana', 'manager');
  summary = await summarize({ crm, actor: ana }, await readQuestion({ crm, actor: ana }, 'this month'));
});
afterAll(() => crm.end());

const subtitleOf = (kind: Picture['kind'], of: Summary): string | undefined => {
  const pictures = overviewPictures(of, { locale: 'en-GB', currency: 'EUR', masked: false });
  return pictures.flatMap((picture) => (picture.kind === kind && 'subtitle' in picture ? picture.subtitle : [])).at(0);
};

test('the pipeline is called by its day, which it keeps when it is shared or of the past', () => {
  expect(subtitleOf('pipeline-by-stage', summary)).toBe('Open deals on 17 Nov 2026');
});

test('won by month stands beside the year before only where something was won in it', () => {
  expect(subtitleOf('won-by-month', summary)).toBeUndefined();
  const wonByMonth = summary.wonByMonth.map((month) => ({ ...month, before: 100 }));
  expect(subtitleOf('won-by-month', { ...summary, wonByMonth })).toBe('Compared with the year before');
});
