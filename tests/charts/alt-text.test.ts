import { describe, expect, test } from '@jest/globals';
import { altText } from '../../src/charts/alt-text.ts';
import { activity, manyStages, pipeline, sixStages, twelveMonths, won } from './exhibits.ts';

describe('The alternative text', () => {
  test('of a pipeline says which stage holds most, then the whole, then the others', () => {
    expect(altText(pipeline(sixStages.slice(0, 3)))).toBe(
      'Pipeline by stage: Proposal has the most: €420,000 in 12 deals; €1,110,000 in 44 deals in total, ' +
        '€336,000 weighted; Qualified €380,000 in 14 deals and Lead €310,000 in 18 deals.',
    );
    expect(altText(pipeline(sixStages.slice(-1)))).toBe(
      'Pipeline by stage: Signature has all: €12,000 in 1 deal, €11,400 weighted.',
    );
  });

  test('of a pipeline without values names no stage by its empty sum', () => {
    const [lead, qualified, proposal] = sixStages.map((one) => ({ ...one, value: 0, weighted: 0 }));
    expect(altText(pipeline([proposal!, lead!, qualified!]))).toBe(
      'Pipeline by stage: no values in EUR yet; Lead has the most deals, 18 of 44 deals; ' +
        'Qualified 14 deals and Proposal 12 deals.',
    );
    expect(altText(pipeline([lead!]))).toBe('Pipeline by stage: all 18 deals in Lead, without a value in EUR.');
    expect(altText(pipeline([lead!, sixStages[2]!]))).toContain(
      'Proposal has the most: €420,000 in 12 deals; €420,000 in 30 deals in total, €210,000 weighted; ' +
        'Lead 18 deals without a value.',
    );
  });

  test('of won deals says how much, when most, and compares it with the year before', () => {
    expect(altText(won())).toBe(
      'Won by month: €6,380,000 won in 33 deals from January 2026 to December 2026; the best month was August 2026 with ' +
        '€1,200,000; 100% more than a year before (€3,190,000).',
    );
    expect(altText(won(twelveMonths.map((month) => ({ ...month, before: month.value * 2 }))))).toContain(
      '50% less than',
    );
    expect(altText(won(twelveMonths.map((month) => ({ ...month, before: month.value }))))).toContain(
      'the same as a year',
    );
    const one = { month: '2026-03', value: 42_000_000, count: 3, before: 0 };
    expect(altText(won([one]))).toBe('Won by month: €420,000 won in 3 deals in March 2026.');
  });

  test('of activity says who logged most, of which kinds, and names everyone as they are called', () => {
    const text = altText(activity());
    expect(text).toContain(
      'Łukasz Nowak logged the most: 32 interactions (10 calls, 20 emails and 2 notes); 88 interactions in total;',
    );
    expect(text).toContain('王小明 5');
    expect(text).toContain('Priya 🎉 Sharma 2');
    expect(text).not.toContain('Zoë');
    expect(altText(activity([{ name: 'Ana', counts: { fax: 2, call: 1 } }]))).toBe(
      'Activity by person: Ana logged all: 3 interactions (1 call and 2 other).',
    );
  });

  test('fits into what Slack takes, whole characters only, with the finding kept', () => {
    for (const shift of [0, 1]) {
      const stages = manyStages(300).map((stage) => ({ ...stage, name: '🎉'.repeat(50) }));
      const text = altText(pipeline(stages, { title: `Pipeline${'!'.repeat(shift)}` }));
      expect(text.length).toBeGreaterThan(1990);
      expect(text.length).toBeLessThanOrEqual(2000);
      expect(text).toContain('€45,150,000 in 600 deals in total');
      expect(text.endsWith('…')).toBe(true);
      expect(Buffer.from(text).toString()).toBe(text); // half a character would not survive
    }
  });

  test('is one line', () => {
    expect(altText(pipeline([{ name: 'New\nline', count: 1, value: 100, weighted: 0 }]))).toContain(
      'New line has all: €1 in',
    );
  });
});
