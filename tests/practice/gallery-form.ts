/** A modal with one of each input. */
import type { KnownBlock, ModalView } from '@slack/types';

const plain = (words: string) => ({ type: 'plain_text' as const, text: words });
const option = (words: string) => ({ text: plain(words), value: words.toLowerCase().replaceAll(' ', '-') });

type Input = Extract<KnownBlock, { type: 'input' }>;

const input = (id: string, label: string, element: Input['element'], more: Partial<Input> = {}): Input => ({
  type: 'input',
  block_id: id,
  label: plain(label),
  element: { ...element, action_id: element.action_id ?? id },
  ...more,
});

const optional = { optional: true };

const inputs: Input[] = [
  input(
    'name',
    'Name',
    { type: 'plain_text_input', max_length: 40, placeholder: plain('What is it called?') },
    { hint: plain('As the customer says it.') },
  ),
  input(
    'customer',
    'Customer',
    { type: 'external_select', action_id: 'firm', min_query_length: 1, placeholder: plain('Type to find') },
    optional,
  ),
  input('stage', 'Stage', {
    type: 'static_select',
    option_groups: [
      { label: plain('Open'), options: ['New', 'Talking', 'Offer'].map(option) },
      { label: plain('Closed'), options: ['Won', 'Lost'].map(option) },
    ],
    initial_option: option('Talking'),
  }),
  input(
    'tags',
    'Tags',
    { type: 'multi_static_select', options: ['Urgent', 'Renewal', 'Upsell'].map(option) },
    optional,
  ),
  input('owner', 'Owner', { type: 'users_select', initial_user: 'U0ANA' }),
  input('where', 'Tell', { type: 'conversations_select', default_to_current_conversation: true }, optional),
  input('close', 'Expected close', { type: 'datepicker' }, optional),
  input('call', 'Call at', { type: 'timepicker' }, optional),
  input('meet', 'Meeting', { type: 'datetimepicker' }, optional),
  input('kind', 'Kind', {
    type: 'radio_buttons',
    options: ['Call', 'Meeting'].map(option),
    initial_option: option('Call'),
  }),
  input('who', 'Notify', { type: 'checkboxes', options: ['The owner', 'The channel'].map(option) }, optional),
  input('email', 'Email', { type: 'email_text_input' }, optional),
  input('web', 'Website', { type: 'url_text_input' }, optional),
  input('seats', 'Seats', { type: 'number_input', is_decimal_allowed: false, min_value: '1' }, optional),
  input('notes', 'What was said', { type: 'plain_text_input', multiline: true }, optional),
  input('rich', 'Summary', { type: 'rich_text_input' }, optional),
  input('paper', 'Paper', { type: 'file_input', max_files: 2 }, optional),
];

export const form: ModalView = {
  type: 'modal',
  callback_id: 'everything',
  title: plain('Log interaction'),
  submit: plain('Save'),
  close: plain('Cancel'),
  blocks: [{ type: 'alert', level: 'info', text: plain('Saved only when you press Save.') }, ...inputs],
};

export const nextForm: ModalView = {
  type: 'modal',
  callback_id: 'next',
  title: plain('Anything next?'),
  submit: plain('Done'),
  blocks: [input('what', 'Next step', { type: 'plain_text_input' }, optional)],
};

export const withErrors = { name: 'There is already one with this name.', owner: 'Ana is on holiday.' };
