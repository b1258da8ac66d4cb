/** Shapes that Slack takes, however odd they look. */
import type { JsonObject } from '../../../src/practice/protocol.ts';
import {
  plain,
  marked,
  letters,
  many,
  option,
  options,
  group,
  element,
  button,
  select,
  multi,
  picture,
  PICTURE,
  section,
  actions,
  context,
  input,
  divider,
  cell,
  cells,
  table,
  dataTable,
  series,
  chart,
  bars,
  pie,
  richText,
  line,
  said,
  bullets,
  card,
  container,
  task,
  plan,
  feedback,
  icon,
  video,
  alert,
  modal,
  home,
  without,
} from './make.ts';
import type { Taken } from './says.ts';

const typing = (type: string, more: JsonObject): JsonObject => input({ type, ...more });
const heading = [cell('Name'), cell('Amount')];
const bold = { style: { bold: true, italic: true, strike: true, code: true, underline: true } };

export const taken: Taken[] = [
  ['a picture with an empty alt_text', 'message', [{ type: 'image', image_url: PICTURE, alt_text: '' }]],
  [
    'a picture in a context with an empty alt_text',
    'home',
    [context({ type: 'image', image_url: PICTURE, alt_text: '' })],
  ],
  ['a video with an empty alt_text', 'message', [video({ alt_text: '' })]],
  ['an option with an empty value', 'message', [actions(select({ options: [option(''), option('a')] }))]],
  [
    'an option with an empty value at first',
    'modal',
    [input(select({ options: [option('')], initial_option: option('') }))],
  ],
  ['a radio button with an empty value', 'home', [actions(element('radio_buttons', options('', 'a')))]],
  ['a number in a table', 'message', [table({ rows: [[{ type: 'raw_number', value: 3 }]] })]],
  [
    'a number in a table, with how it is shown',
    'home',
    [table({ rows: [[{ type: 'raw_number', value: 3, text: '€3' }]] })],
  ],
  [
    'a number in a data table',
    'message',
    [dataTable({ rows: [heading, [cell('x'), { type: 'raw_number', value: -1.5 }]] })],
  ],
  [
    'a number in the heading of a data table',
    'message',
    [dataTable({ rows: [[{ type: 'raw_number', value: 2026 }], [cell('x')]] })],
  ],
  ['an empty cell in a table', 'message', [table({ rows: [[cell('')]] })]],
  ['a cell with rich text of nothing', 'message', [table({ rows: [[richText()]] })]],
  ['a cell with an empty line', 'home', [dataTable({ rows: [[cell('x')], [richText(line())]] })]],
  [
    'a cell with rich text of its own id',
    'message',
    [table({ rows: [[{ ...richText(line(said('x'))), block_id: 'r' }]] })],
  ],
  ['no people at first', 'modal', [input(element('multi_users_select', { initial_users: [] }))]],
  ['no channels at first', 'modal', [input(element('multi_channels_select', { initial_channels: [] }))]],
  ['no conversations at first', 'home', [input(element('multi_conversations_select', { initial_conversations: [] }))]],
  ['a button without an id', 'message', [actions(without(button(), 'action_id'), without(button(), 'action_id'))]],
  ['a menu without an id', 'home', [section(without(select(options('a')), 'action_id'))]],
  ['a link by mail', 'message', [actions(button({ url: 'mailto:ana@acme.example' }))]],
  ['a link in the company’s own network', 'message', [actions(button({ url: 'http://crm/deals' }))]],
  ['a link with a port and a fragment', 'modal', [section(button({ url: 'https://example.com:8443/a?b=c#d' }))]],
  ['a link into Slack', 'home', [actions(button({ url: 'slack://channel?team=T1&id=C1' }))]],
  ['a file in Slack by its id', 'message', [picture({ slack_file: { id: 'F012345678' } })]],
  [
    'a file in Slack by its address',
    'home',
    [picture({ slack_file: { url: 'http://localhost:3000/files/F012345678' } })],
  ],
  ['a file in Slack beside a section', 'modal', [section(picture({ slack_file: { id: 'F012345678' } }))]],
  ['several data tables', 'message', many(4, () => dataTable())],
  ['a table and a data table', 'message', [table(), dataTable()]],
  [
    'data tables of 20,000 characters together',
    'message',
    many(2, () => dataTable({ rows: cells(2, 1, letters(5000)) })),
  ],
  ['a table of 10,000 characters', 'message', [table({ rows: cells(2, 1, letters(5000)) })]],
  [
    'a table with settings for some columns',
    'message',
    [table({ column_settings: [{ align: 'right', is_wrapped: true }] })],
  ],
  ['a table with settings for the second column', 'home', [table({ column_settings: [null, { align: 'center' }] })]],
  ['a table of 100 rows and 20 columns', 'message', [table({ rows: cells(100, 20) })]],
  ['a data table of 201 rows and 20 columns', 'home', [dataTable({ rows: cells(201, 20) })]],
  [
    'a data table whose last column is its row header',
    'message',
    [dataTable({ row_header_column_index: 1, page_size: 100 })],
  ],
  ['two charts', 'message', [bars(), pie({ label: 'a', value: 0.5 })]],
  ['a chart below zero', 'message', [bars({ series: [{ name: 'Won', data: [{ label: 'Q1', value: -3 }] }] })]],
  [
    'a chart whose series have the categories in another order',
    'message',
    [
      chart({
        type: 'area',
        series: [series('Won', ['b', 'a'])],
        axis_config: { categories: ['a', 'b'], x_label: 'Month', y_label: 'Deals' },
      }),
    ],
  ],
  ['a chart with 12 series', 'message', [bars({ series: many(12, (at) => series(`S${at}`)) })]],
  ['a pie with two segments of one name', 'message', [pie({ label: 'a', value: 1 }, { label: 'a', value: 2 })]],
  ['rich text of nothing', 'message', [richText()]],
  ['rich text of an empty line', 'modal', [richText(line())]],
  ['rich text in every style', 'message', [richText(line(said('x', bold), said('y', { style: {} })))]],
  [
    'rich text with everybody',
    'message',
    [
      richText(
        line(
          { type: 'user', user_id: 'U1', style: { bold: true, unlink: true } },
          { type: 'usergroup', usergroup_id: 'S1' },
          { type: 'channel', channel_id: 'C1' },
          { type: 'broadcast', range: 'here' },
        ),
      ),
    ],
  ],
  [
    'rich text with a date, an emoji and a colour',
    'home',
    [
      richText(
        line(
          { type: 'date', timestamp: 1_628_633_820, format: '{date}', fallback: 'today' },
          { type: 'emoji', name: 'wave', skin_tone: 2 },
          { type: 'color', value: '#F405B3' },
        ),
      ),
    ],
  ],
  [
    'rich text with a tag and a work object',
    'message',
    [
      richText(
        line(
          { type: 'tag', text: 'Won', color: 'green' },
          { type: 'work_object_mention', entity_id: 'E1', app_id: 'A1', text: 'D-1', url: PICTURE },
        ),
      ),
    ],
  ],
  [
    'a numbered list that goes on',
    'message',
    [richText(bullets({ style: 'ordered', offset: 4, indent: 8, border: 1 }))],
  ],
  [
    'code in a language',
    'message',
    [
      richText({
        type: 'rich_text_preformatted',
        elements: [said('select 1;'), { type: 'link', url: PICTURE }],
        language: 'sql',
        border: 0,
      }),
    ],
  ],
  ['a quote', 'modal', [richText({ type: 'rich_text_quote', elements: [said('x')], border: 1 })]],
  ['a card with a button alone', 'home', [card({ actions: [button()] })]],
  [
    'a card with everything',
    'modal',
    [
      card({
        hero_image: picture({ image_url: PICTURE }),
        slack_icon: { type: 'icon', name: 'star' },
        title: marked('*x*'),
        subtitle: plain('x'),
        body: plain('x'),
        subtext: plain('x'),
        actions: many(3, (at) => button({ action_id: `b${at}` })),
      }),
    ],
  ],
  [
    'a carousel of ten cards',
    'home',
    [{ type: 'carousel', elements: many(10, (at) => card({ title: plain(`${at}`), actions: [button()] })) }],
  ],
  [
    'a container with two titles',
    'message',
    [container([divider('d')], { rich_text_title: richText(line(said('x'))) })],
  ],
  [
    'a container that starts closed',
    'message',
    [container([table()], { is_collapsible: true, default_collapsed: true, width: 'full' })],
  ],
  [
    'a container of a form',
    'message',
    [container([input(element('plain_text_input')), actions(button()), context(marked('x'))])],
  ],
  [
    'a plan with a task that is still to be begun',
    'message',
    [plan({ tasks: [{ task_id: 'a', title: 'A', status: 'pending' }, task()] })],
  ],
  ['a plan with no tasks yet', 'message', [plan({ tasks: [] })]],
  [
    'a task with details, output and sources',
    'message',
    [
      task({
        details: richText(line(said('x'))),
        output: richText(),
        sources: [{ type: 'url', url: PICTURE, text: 'x' }],
      }),
    ],
  ],
  ['feedback', 'message', [feedback()]],
  ['an icon button for ten people', 'message', [icon({ visible_to_user_ids: many(10, (at) => `W${at}`) })]],
  ['Markdown of 12,000 characters', 'message', many(2, () => ({ type: 'markdown', text: letters(6000) }))],
  ['an alert', 'modal', [alert({ level: 'error', text: marked('*No*') })]],
  ['a remote file', 'message', [{ type: 'file', external_id: 'x', source: 'remote' }]],
  [
    'a video',
    'home',
    [video({ title_url: 'https://example.com/', provider_icon_url: PICTURE, author_name: letters(49) })],
  ],
  ['a form in a message', 'message', [input(element('plain_text_input', { initial_value: 'hello', max_length: 5 }))]],
  [
    'a date and time picker in a message',
    'message',
    [actions(element('datetimepicker', { initial_date_time: 1_628_633_820 }))],
  ],
  ['a leap day', 'modal', [typing('datepicker', { initial_date: '2028-02-29' })]],
  [
    'a minute before midnight in Madrid',
    'home',
    [actions(element('timepicker', { initial_time: '23:59', timezone: 'Europe/Madrid' }))],
  ],
  [
    'a first number at its bounds',
    'modal',
    [typing('number_input', { is_decimal_allowed: true, initial_value: '-1.5', min_value: '-1.5', max_value: '-1.5' })],
  ],
  [
    'a first option in a group',
    'home',
    [actions(select({ option_groups: [group('a', 'x'), group('b', 'y')], initial_option: option('y') }))],
  ],
  [
    'as many first options as may be chosen',
    'modal',
    [input(multi({ ...options('a', 'b'), initial_options: [option('b'), option('a')], max_selected_items: 2 }))],
  ],
  [
    'a hundred groups of a hundred options',
    'message',
    [actions(select({ option_groups: many(100, (g) => group('g', ...many(100, (at) => `${g}.${at}`))) }))],
  ],
  [
    'a rich text input among actions',
    'home',
    [actions(element('rich_text_input', { initial_value: richText(line(said('x'))) }))],
  ],
  [
    'a file input that does not answer at once',
    'modal',
    [input(element('file_input', { filetypes: ['csv'], max_files: 10 }), { dispatch_action: false })],
  ],
  [
    'a response URL asked for in a form',
    'modal',
    [input(element('conversations_select', { response_url_enabled: true, filter: { include: ['public'] } }))],
  ],
  [
    'a workflow button',
    'message',
    [
      actions(
        element('workflow_button', {
          text: plain('Go'),
          workflow: {
            trigger: {
              url: 'https://slack.com/shortcuts/Ft1/x',
              customizable_input_parameters: [{ name: 'deal', value: '1' }],
            },
          },
        }),
      ),
    ],
  ],
  ['one id for buttons of different blocks', 'message', [actions(button()), section(button())]],
  ['a property that is null', 'message', [{ type: 'section', text: plain('x'), accessory: null }]],
  ['no blocks', 'message', []],
  ['Home without blocks', 'home', home([])],
  ['a modal without a form, which nobody sends', 'modal', without(modal([divider('d')]), 'submit')],
  [
    'a modal with everything',
    'modal',
    modal([input(element('plain_text_input'))], {
      close: plain(letters(24)),
      private_metadata: letters(3000),
      callback_id: letters(255),
      external_id: 'x',
      clear_on_close: true,
      notify_on_close: true,
      submit_disabled: true,
    }),
  ],
];
