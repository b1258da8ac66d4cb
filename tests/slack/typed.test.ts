import { expect, test } from '@jest/globals';
import { asTyped } from '../../src/slack/typed.ts';

test.each([
  ['Müller &amp; Söhne &lt;3', 'Müller & Söhne <3'],
  ['&amp;lt;', '&lt;'],
  ['see <https://acme.example/a?b=1&amp;c=2|acme.example/a>', 'see acme.example/a'],
  ['<https://acme.example>', 'https://acme.example'],
  ['<mailto:iris@acme.example|iris@acme.example>', 'iris@acme.example'],
  ['in <#C0SALES|sales>', 'in #sales'],
  ['owner <@U0ANA|ana>', 'owner <@U0ANA>'],
  ['<!channel>', '<!channel>'],
])('%s was typed as %s', (sent, typed) => {
  expect(asTyped(sent)).toBe(typed);
});
