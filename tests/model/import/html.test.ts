import { describe, expect, test } from '@jest/globals';
import { textOfHtml } from '../../../src/model/import/html.ts';

describe('a cell that is HTML becomes text', () => {
  test.each([
    ['<p>Hello <b>you</b></p><p>Second</p>', 'Hello you\n\nSecond'],
    ['one<br>two<br/>three', 'one\ntwo\nthree'],
    ['<ul><li>Tanks</li><li>Valves</li></ul>', '• Tanks\n• Valves'],
    [
      '<p>See <a href="https://acme.example/a?b=1&amp;c=2">the offer</a></p>',
      'See the offer (https://acme.example/a?b=1&c=2)',
    ],
    ['<a href="https://acme.example">https://acme.example</a>', 'https://acme.example'],
    ['<div>R&amp;D &lt;Berlin&gt;</div><div>&nbsp;</div><div>&#8364;5</div>', 'R&D <Berlin>\n\n€5'],
    ['<h2>Agenda</h2><p>All</p>', 'Agenda\n\nAll'],
    ['<table><tr><td>Tanks</td><td>3</td></tr></table>', 'Tanks   3'],
    ['<style>p { color: red }</style><p>Seen</p>', 'Seen'],
    ['R&amp;D budget\nsecond  line', 'R&D budget\nsecond  line'],
    ['Ask <iris@acme.example> for R&amp;D', 'Ask <iris@acme.example> for R&D'],
  ])('%j', (html, text) => {
    expect(textOfHtml(html)).toBe(text);
  });
});

test.each([
  'a < b and c > d',
  'Write to <iris@acme.example>',
  'if x <b> y',
  'budget <p',
  'https://acme.example/?a=1&copy=2',
  'AT&T',
  '  two\n\n\n\nlines ',
])('text that is none is left alone: %j', (words) => {
  expect(textOfHtml(words)).toBe(words);
});

test('elements that are nested by the thousand stay as they are', () => {
  const html = `${'<b>'.repeat(30_000)}x${'</b>'.repeat(30_000)}`;
  expect(textOfHtml(html)).toBe(html);
});

test('elements that are opened by the thousand and never closed are looked at once', () => {
  const words = '<b>'.repeat(60_000);
  const start = performance.now();
  expect(textOfHtml(words)).toBe(words);
  expect(performance.now() - start).toBeLessThan(1000);
});
