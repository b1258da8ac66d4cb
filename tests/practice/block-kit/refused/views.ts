/** Views that are none. */
import { plain, marked, letters, element, input, divider, modal, home, without } from '../make.ts';
import { unsupported, missing, additional, longerThan, fewerThan, EMPTY, type Refused } from '../says.ts';

const field = input(element('plain_text_input'));
export const shapes: Refused[] = [
  ['Home with a way to send it', 'home', home([divider('d')], { submit: plain('Save') }), '', additional('submit')],
  ['Home with a title', 'home', home([divider('d')], { title: plain('Home') }), '', additional('title')],
  [
    'Home that tells when it closes',
    'home',
    home([divider('d')], { notify_on_close: true }),
    '',
    additional('notify_on_close'),
  ],
  ['a modal without a title', 'modal', without(modal([divider('d')]), 'title'), '', missing('title')],
  [
    'a modal with a long title',
    'modal',
    modal([divider('d')], { title: plain(letters(25)) }),
    '/title/text',
    longerThan(24),
  ],
  [
    'a modal with a marked-up title',
    'modal',
    modal([divider('d')], { title: marked('*x*') }),
    '/title/type',
    unsupported('mrkdwn'),
  ],
  ['a modal with an empty way to close it', 'modal', modal([divider('d')], { close: plain('') }), '/close/text', EMPTY],
  [
    'a form that cannot be sent',
    'modal',
    without(modal([field]), 'submit'),
    '',
    'must define `submit` to use an `input` block in modals',
  ],
  [
    'a modal that remembers too much',
    'modal',
    modal([divider('d')], { private_metadata: letters(3001) }),
    '/private_metadata',
    longerThan(3000),
  ],
  [
    'a modal that remembers an object',
    'modal',
    modal([divider('d')], { private_metadata: {} }),
    '/private_metadata',
    'must provide a string',
  ],
  [
    'a modal with a long callback_id',
    'modal',
    modal([divider('d')], { callback_id: letters(256) }),
    '/callback_id',
    longerThan(255),
  ],
  [
    'Home with a long external_id',
    'home',
    home([divider('d')], { external_id: letters(256) }),
    '/external_id',
    longerThan(255),
  ],
  ['a modal without blocks', 'modal', modal([]), '/blocks', fewerThan(1)],
  ['Home without a list of blocks', 'home', { type: 'home' }, '', missing('blocks')],
  [
    'a modal with two inputs that want the focus',
    'modal',
    modal(['x', 'y'].map((block_id) => input(element('plain_text_input', { focus_on_load: true }), { block_id }))),
    '/blocks',
    'only one element can have `focus_on_load` set to true',
  ],
];
