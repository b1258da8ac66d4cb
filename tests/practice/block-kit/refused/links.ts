/** Links that are none. */
import { plain, option, element, button, section, actions, richText, line, task } from '../make.ts';
import { NO_LINK, type Refused } from '../says.ts';

export const shapes: Refused[] = [
  ['a button whose link is none', 'message', [actions(button({ url: 'acme' }))], '/0/elements/0/url', NO_LINK],
  ['a button whose link has no host', 'home', [actions(button({ url: 'https://' }))], '/0/elements/0/url', NO_LINK],
  [
    'a button whose link has a space',
    'modal',
    [section(button({ url: 'https://a b.example' }))],
    '/0/accessory/url',
    NO_LINK,
  ],
  [
    'a button that runs a script',
    'message',
    [actions(button({ url: 'javascript:alert(1)' }))],
    '/0/elements/0/url',
    NO_LINK,
  ],
  [
    'a button to localhost',
    'message',
    [actions(button({ url: 'http://localhost:3000/' }))],
    '/0/elements/0/url',
    NO_LINK,
  ],
  ['a button to 127.0.0.1', 'home', [actions(button({ url: 'http://127.0.0.1/' }))], '/0/elements/0/url', NO_LINK],
  [
    'an overflow option whose link is none',
    'message',
    [section(element('overflow', { options: [option('a', { url: 'deals' })] }))],
    '/0/accessory/options/0/url',
    NO_LINK,
  ],
  [
    'a link in rich text that is none',
    'message',
    [richText(line({ type: 'link', url: 'acme' }))],
    '/0/elements/0/elements/0/url',
    NO_LINK,
  ],
  [
    'a workflow button whose trigger is no link',
    'message',
    [actions(element('workflow_button', { text: plain('Go'), workflow: { trigger: { url: 'run' } } }))],
    '/0/elements/0/workflow/trigger/url',
    NO_LINK,
  ],
  [
    'a source of a task that is no link',
    'message',
    [task({ sources: [{ type: 'url', url: 'x', text: 'x' }] })],
    '/0/sources/0/url',
    NO_LINK,
  ],
];
