import { describe, expect, test } from '@jest/globals';
import { domainOfEmail, domainOfUrl } from '../../src/model/duplicates/domains.ts';
import { firmKey, nameKey, personKey } from '../../src/model/duplicates/names.ts';

describe('one firm, however it is written', () => {
  test.each([
    [
      'Acme',
      'ACME Inc.',
      'Acme, Ltd',
      'acme llc',
      'The Acme Company',
      'Acme Corp',
      'Acme S.A.',
      'Acme B.V.',
      'Acme Oy',
      'Acme A/S',
    ],
    ['Müller & Söhne', 'Mueller und Soehne GmbH & Co. KG', 'MÜLLER + SÖHNE AG', 'Muller and Sohne'],
    ['Kowalski', 'Kowalski Sp. z o.o.', 'Kowalski sp z oo'],
    ['Café Überfluß', 'cafe uberfluss e.K.'],
    ["McDonald's", 'McDonalds Ltd'],
    ['トヨタ', '株式会社トヨタ'.replace('株式会社', '株式会社 '), 'トヨタ 株式会社'],
    ['Ромашка', 'ООО «Ромашка»'],
  ])('%s', (...names) => {
    expect(new Set(names.map(firmKey)).size).toBe(1);
    expect(firmKey(names[0] ?? '')).not.toBe('');
  });

  test('a name that is nothing but a legal form stays a name', () => {
    expect([firmKey('SE'), firmKey('Oy AB'), firmKey('AG')]).toEqual(['se', 'oy', 'ag']);
  });

  test.each([
    ['Acme North', 'Acme South'],
    ['Berger', 'Berg'],
    ['Acme 1', 'Acme 2'],
  ])('%s is not %s', (one, other) => {
    expect(firmKey(one)).not.toBe(firmKey(other));
  });
});

test('a person is the same with a title, and with the family name first', () => {
  expect(new Set(['Iris Meyer', 'Meyer, Iris', 'Dr. Iris MEYER', 'Frau Iris Meyer'].map(personKey)).size).toBe(1);
  expect(personKey('Dr')).toBe('dr');
});

test('anything else by its letters and digits', () => {
  expect(nameKey('Roll-out 2026')).toBe(nameKey('rollout  2026'));
  expect(nameKey('Rollout 2026')).not.toBe(nameKey('Rollout 2027'));
});

describe('a domain', () => {
  test.each([
    ['iris@acme.example', 'acme.example'],
    ['iris@mail.acme.co.uk', 'acme.co.uk'],
    ['iris@gmail.com', null],
    ['iris@web.de', null],
  ])('of %s is %s', (email, domain) => {
    expect(domainOfEmail(email)).toBe(domain);
  });

  test.each([
    ['https://www.acme.example/about', 'acme.example'],
    ['https://shop.acme.com.br', 'acme.com.br'],
    ['https://acme.wixsite.com', null],
    ['https://www.facebook.com/acme', null],
    ['nonsense', null],
  ])('of %s is %s', (url, domain) => {
    expect(domainOfUrl(url)).toBe(domain);
  });
});
