import { describe, expect, test } from '@jest/globals';
import { countryCalled } from '../../src/model/country.ts';
import * as fields from '../../src/model/fields.ts';
import { parseField } from '../../src/model/parse.ts';
import { readPhone } from '../../src/model/phone.ts';

describe('a number that nobody can dial is refused', () => {
  test.each(['+1 067 123 4567', '+1 (067) 123-4567', '+1 111 111 1111', '+49 12', '+999 123456', '+1 555 0100'])(
    '%s',
    (words) => expect(readPhone(words, 'DE')).toBeNull(),
  );

  test.each([
    ['+39 06 1234567', '+39061234567'],
    ['+44 (0)20 7946 0301', '+442079460301'],
    ['+1 212 555 0100', '+12125550100'],
    ['030/1234567', '+49301234567'],
  ])('%s is one', (words, e164) => expect(readPhone(words, 'DE')).toBe(e164));
});

test.each([
  ['Germany', 'DE'],
  ['deutschland', 'DE'],
  ['DE', 'DE'],
  ['Allemagne', 'DE'],
  ['España', 'ES'],
  ['U.S.A.', 'US'],
  ['United States', 'US'],
  ['UK', 'GB'],
  ['Great Britain', 'GB'],
  ['Turkey', 'TR'],
  ['日本', 'JP'],
  ['Atlantis', null],
])('%s is the country %s', (words, code) => {
  expect(countryCalled(words, 'fr-FR')).toBe(code);
});

test.each([
  ['Germany', '030 1234567', '+49301234567'],
  ['USA', '(608) 271-9000', '+16082719000'],
  ['Atlantis', '020 7946 0301', '+442079460301'],
  [null, '020 7946 0301', '+442079460301'],
  ['Germany', '+44 20 7946 0301', '+442079460301'],
])('where the record is in %s, %s is %s', (country, words, value) => {
  const phone = fields.phone({ label: 'Phone' });
  expect(parseField(phone, words, { currency: 'EUR', locale: 'en-GB', country })).toEqual({ value });
});
