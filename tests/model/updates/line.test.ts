import { describe, expect, test } from '@jest/globals';
import { Unclear } from '../../../src/model/errors.ts';
import { USUAL } from '../../../src/model/subscriptions/events.ts';
import { filterWords, readLine } from '../../../src/model/subscriptions/command-line.ts';

const filterOf = (text: string): string => filterWords(readLine(text).filter, {});

const pointed = (text: string): { at: string; why: string } => {
  try {
    readLine(text);
  } catch (error) {
    if (error instanceof Unclear && error.where)
      return { at: text.slice(error.where.from, error.where.to), why: error.message };
    throw error;
  }
  throw new Error('it was understood');
};

describe('a subscription in a line', () => {
  test.each([
    ['', USUAL, ''],
    ['won', ['won'], ''],
    ['lost, won', ['won', 'lost'], ''],
    ['lost,won', ['won', 'lost'], ''],
    ['won lost where amount>50k owner:@ana', ['won', 'lost'], 'amount>50k owner:@ana'],
    ['won lost amount > 50k', ['won', 'lost'], 'amount > 50k'],
    ['amount>50k won', ['won'], 'amount>50k'],
    ['won mine', ['won'], 'mine'],
    ['where won', USUAL, 'won'],
    ['won where lost', ['won'], 'lost'],
    ['won "big fish"', ['won'], '"big fish"'],
    ['won "where"', ['won'], '"where"'],
    ['stage:won', USUAL, 'stage:won'],
    ['created owner:won,lost', ['created'], 'owner:won,lost'],
  ])('“%s”', (text, events, filter) => {
    expect(readLine(text).events).toEqual(events);
    expect(filterOf(text)).toBe(filter);
  });

  test('what is left of it stands where it was typed', () => {
    const text = 'won lost where amount>50k';
    expect(readLine(text).filter.indexOf('amount')).toBe(text.indexOf('amount'));
    expect(readLine(text).filter).toHaveLength(text.length);
  });

  test('a word that is no event is pointed at, and the nearest one named', () => {
    expect(pointed('won losst amount>5')).toMatchObject({
      at: 'losst',
      why: expect.stringContaining('Did you mean lost?'),
    });
    expect(pointed('won,gossip')).toMatchObject({ at: 'gossip' });
    expect(pointed('mine where won')).toMatchObject({ at: 'mine' });
  });
});
