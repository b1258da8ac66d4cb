/** Messages and a Home with one of each block. */
import type { KnownBlock } from '@slack/types';

const text = (words: string) => ({ type: 'mrkdwn' as const, text: words });
const plain = (words: string) => ({ type: 'plain_text' as const, text: words });
const option = (words: string) => ({ text: plain(words), value: words.toLowerCase().replaceAll(' ', '-') });

/** A block that @slack/types does not know yet. */
const newer = (block: { type: string } & Record<string, unknown>) => block as unknown as KnownBlock;

export const cards: KnownBlock[] = [
  { type: 'header', text: plain('Deal won :tada:') },
  {
    type: 'section',
    text: text(
      '*<https://example.com/D-42|Globex renewal>* moved to *Won* by <@U0ANA>\n>“They loved the _pilot_.” ~maybe~ `D-42`',
    ),
    accessory: { type: 'overflow', action_id: 'more', options: ['Edit', 'History', 'Delete'].map(option) },
  },
  {
    type: 'section',
    fields: ['*Amount*\n€48,000', '*Owner*\nAna Alvarez', '*Expected close*\nNov 30, 2026', '*Stage*\nWon'].map(text),
  },
  {
    type: 'actions',
    elements: [
      { type: 'button', action_id: 'open', text: plain('Open'), style: 'primary' },
      { type: 'button', action_id: 'slow_button', text: plain('Think') },
      {
        type: 'button',
        action_id: 'delete',
        text: plain('Delete'),
        style: 'danger',
        confirm: {
          title: plain('Delete this deal?'),
          text: text('It can be *restored* later.'),
          confirm: plain('Delete'),
          deny: plain('Keep'),
          style: 'danger',
        },
      },
      {
        type: 'static_select',
        action_id: 'stage',
        placeholder: plain('Stage'),
        options: ['New', 'Talking', 'Won', 'Lost'].map(option),
      },
      { type: 'external_select', action_id: 'firm', placeholder: plain('Find a customer'), min_query_length: 2 },
      { type: 'datepicker', action_id: 'day', initial_date: '2026-11-30' },
    ],
  },
  { type: 'divider' },
  {
    type: 'context',
    elements: [text(':clock3: <!date^1795431600^Updated {date_short} at {time}|recently> · only for <#C0SALES>')],
  },
];

export const tables: KnownBlock[] = [
  {
    type: 'table',
    column_settings: [{}, { align: 'right' }, { is_wrapped: true }],
    rows: [
      ['Customer', 'Open', 'Last said'],
      ['Globex', '3', 'Wants a call before the end of the week, and a price for three more seats'],
      ['Initech', '1', 'Happy'],
    ].map((row) => row.map((cell) => ({ type: 'raw_text' as const, text: cell }))),
  },
  newer({
    type: 'data_table',
    caption: 'Deals by amount',
    page_size: 4,
    row_header_column_index: 0,
    rows: [
      ['Deal', 'Amount', 'Owner'].map((cell) => ({ type: 'raw_text', text: cell })),
      ...Array.from({ length: 11 }, (_, n) => [
        { type: 'raw_text', text: `Deal ${n + 1}` },
        { type: 'raw_number', value: ((n * 7919) % 50) * 1000, text: `€${((n * 7919) % 50) * 1000}` },
        { type: 'raw_text', text: ['Ana', 'Bo', 'Chen'][n % 3] },
      ]),
    ],
  }),
];

const quarter = (name: string, values: number[]) => ({
  name,
  data: values.map((value, at) => ({ label: `Q${at + 1}`, value })),
});

export const pictures: KnownBlock[] = [
  newer({
    type: 'data_visualization',
    title: 'Won and lost',
    chart: {
      type: 'bar',
      series: [quarter('Won', [12, 18, 9, 24]), quarter('Lost', [5, 7, 8, 3])],
      axis_config: { categories: ['Q1', 'Q2', 'Q3', 'Q4'], x_label: 'Quarter', y_label: 'Deals' },
    },
  }),
  newer({
    type: 'data_visualization',
    title: 'Pipeline',
    chart: {
      type: 'pie',
      segments: [
        ['New', 12],
        ['Talking', 7],
        ['Offer', 4],
      ].map(([label, value]) => ({ label, value })),
    },
  }),
];

const inside = (words: string, style = {}) => ({ type: 'text' as const, text: words, style });

export const words: KnownBlock[] = [
  {
    type: 'rich_text',
    elements: [
      {
        type: 'rich_text_section',
        elements: [
          inside('Rich', { bold: true }),
          inside(' text for '),
          { type: 'user', user_id: 'U0BO' },
          inside(' with '),
          { type: 'emoji', name: 'rocket' },
        ],
      },
      {
        type: 'rich_text_list',
        style: 'bullet',
        elements: ['One', 'Two'].map((item) => ({ type: 'rich_text_section', elements: [inside(item)] })),
      },
      { type: 'rich_text_preformatted', elements: [inside('select * from deals;')] },
      { type: 'rich_text_quote', elements: [inside('Quoted')] },
    ],
  },
  {
    type: 'markdown',
    text: '## Standard *Markdown*\n\n- [ ] **one**\n- two `code`\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n[A link](https://example.com) and [a trap](javascript:alert(1))',
  },
  {
    type: 'section',
    text: text('Typed: &lt;b&gt;not bold&lt;/b&gt; &amp;amp; <javascript:alert(1)|not a link> :nobody_knows:'),
  },
  {
    type: 'card',
    title: text('*Globex*'),
    subtitle: text('Customer since 2024'),
    body: text('Three open deals.'),
    actions: [{ type: 'button', action_id: 'card_open', text: plain('Open') }],
  },
];

export const home: KnownBlock[] = [
  { type: 'header', text: plain('My day') },
  {
    type: 'section',
    text: text('Good morning, *Ana*. You have *3* follow-ups today.'),
    accessory: { type: 'button', action_id: 'log', text: plain('Log a call'), style: 'primary' },
  },
  { type: 'divider' },
  ...['Call Globex', 'Send Initech the offer', 'Ask Umbrella about the pilot'].map((what, at): KnownBlock => ({
    type: 'section',
    text: text(`*${what}*\nDue today · D-${at + 40}`),
    accessory: { type: 'button', action_id: `done_${at}`, text: plain('Done') },
  })),
  ...tables.slice(1),
];
