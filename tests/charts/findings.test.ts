import { describe, expect, test } from '@jest/globals';
import { altText } from '../../src/charts/alt-text.ts';
import type { Worth } from '../../src/charts/pictures.ts';
import {
  ageing,
  fiveAges,
  fiveSteps,
  forecast,
  funnel,
  lost,
  moved,
  sixMonths,
  withoutTargets,
} from './sales-exhibits.ts';

describe('The alternative text', () => {
  test('of a funnel says how many came through, where most were left behind, and every stage', () => {
    expect(altText(funnel(fiveSteps.slice(0, 3)))).toBe(
      'From lead to won: 18 of 48 deals (38%) went from Lead to Proposal; the biggest drop was from Qualified to Proposal: ' +
        '50% converted; Lead 48 deals (€1,240,000), Qualified 36 deals (€980,000, 75% of the stage before) and ' +
        'Proposal 18 deals (€610,000, 50% of the stage before).',
    );
    expect(altText(funnel(fiveSteps.slice(0, 1)))).toBe('From lead to won: 48 deals reached Lead, worth €1,240,000.');
    const odd = [0, 2].map((count, index) => ({ name: `Stage ${index}`, count, value: 100 }));
    expect(altText(funnel(odd))).toBe(
      'From lead to won: 2 deals reached Stage 1; Stage 0 0 deals (€1) and Stage 1 2 deals (€1).',
    );
  });

  test('of a forecast says what is expected, of which target, of what it is made, and every month', () => {
    expect(altText(forecast(sixMonths.slice(0, 2)))).toBe(
      'Forecast against target: €510,000 expected from November 2026 to December 2026 (€220,000 won so far and €290,000 ' +
        'weighted of open deals), 98% of the target of €520,000; €230,000 in commit, €430,000 in the best case; ' +
        'November 2026 €255,000 of €240,000 and December 2026 €255,000 of €280,000.',
    );
    const untold = withoutTargets(sixMonths.slice(1, 2));
    expect(altText(forecast(untold))).toContain('weighted of open deals); €170,000 in commit');
  });

  test('of what moved says by how much, from what to what, and what each move did', () => {
    const none: Worth = { count: 0, value: 0 };
    expect(altText(moved({ reopened: none, grown: none, slipped: none }))).toBe(
      'What moved since Monday: the open pipeline fell by €264,000, from €1,497,000 in 53 deals to €1,233,000 in 49 deals; ' +
        'new +€210,000 in 9 deals, decreased -€38,000 in 3 deals, lost -€145,000 in 6 deals, won -€260,000 in 7 deals ' +
        'and other -€31,000.',
    );
    expect(altText(moved({}, { now: moved().then }))).toContain('the open pipeline didn’t change, from');
  });

  test('of ageing says how many are too old and where, then the bands and the stages', () => {
    expect(altText(ageing(fiveAges.slice(2)))).toBe(
      'How long deals have been in their stage: 6 of 20 open deals in their stage for over 90 days (€60,000), 5 of them in ' +
        'Proposal; up to 7 days 4 deals, 8–30 days 6 deals, 31–90 days 4 deals and over 90 days 6 deals; ' +
        'Proposal 12 (€120,000, 5 too old), Negotiation 5 (€50,000, 0 too old) and Contract 3 (€30,000, 1 too old).',
    );
    expect(altText(ageing(fiveAges.slice(1, 2)))).toContain('none of 14 open deals has been in its stage for over 90');
  });

  test('of lost reasons says which cost most, the whole, then the others as people wrote them', () => {
    expect(altText(lost())).toContain(
      'the main reason was “Price”: €310,000 in 12 deals; €875,000 in 45 deals in total; “They',
    );
    expect(altText(lost())).toContain('“No reason given” €42,000 in 3 deals');
    expect(altText(lost([{ reason: '王', count: 1, value: 100 }]))).toBe(
      'Why deals were lost: all deals were lost for one reason, “王”: €1 in 1 deal.',
    );
    expect(altText(lost([{ reason: 'Price', count: 4, value: 0 }]))).toContain('“Price”: 4 deals.');
  });
});
