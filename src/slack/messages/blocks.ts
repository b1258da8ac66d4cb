import type {
  ActionsBlock,
  Button,
  ContextBlock,
  HeaderBlock,
  KnownBlock,
  Overflow,
  PlainTextElement,
  SectionBlock,
  StaticSelect,
} from '@slack/types';
import { cut } from '../../model/text/text.ts';

/** Makes people's words harmless inside mrkdwn: `<!channel>` typed into a note notifies nobody. The one place for it. */
export function escape(words: string): string {
  return words.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}

export function plain(text: string, most = 75): PlainTextElement {
  return {
    type: 'plain_text',
    text: cut(text, most),
    emoji: true,
  };
}

/** Cuts mrkdwn that is already escaped, without leaving half an entity at the end. */
const cutMrkdwn = (text: string, most: number): string => cut(text, most).replace(/&[a-z]{0,3}…$/, '…');

export function section(text: string): SectionBlock {
  return {
    type: 'section',
    text: { type: 'mrkdwn', text: cutMrkdwn(text, 3000) },
  };
}

/** Lines one below the other, in as many sections as they need: none is cut because there are many. */
export function lined(lines: readonly string[]): SectionBlock[] {
  const parts: string[] = [];
  for (const line of lines) {
    const last = parts.at(-1);
    if (last !== undefined && last.length + line.length < 2900) parts[parts.length - 1] = `${last}\n${line}`;
    else parts.push(line);
  }
  return parts.map(section);
}

/** Short facts in two columns; Slack takes ten. */
export function facts(lines: readonly string[]): SectionBlock[] {
  const blocks: SectionBlock[] = [];
  for (let at = 0; at < lines.length; at += 10) {
    const fields = lines.slice(at, at + 10).map((text) => ({ type: 'mrkdwn' as const, text: cutMrkdwn(text, 2000) }));
    blocks.push({ type: 'section', fields });
  }
  return blocks;
}

export function small(...lines: string[]): ContextBlock {
  return {
    type: 'context',
    elements: lines.map((text) => ({ type: 'mrkdwn', text: cutMrkdwn(text, 2000) })),
  };
}

export function header(text: string): HeaderBlock {
  return { type: 'header', text: plain(text, 150) };
}

export function divider(): KnownBlock {
  return { type: 'divider' };
}

interface ButtonOptions {
  style?: 'primary' | 'danger';
  confirm?: { title: string; text: string; yes: string; no: string };
}

/** Prefix of every button's action id; the rest is the verb it stands for. */
export const VERB_ACTION = 'verb:';

/**
 * A button that does what `/crm <verb> <words>` does. Its value is what follows the verb: never authority, never data.
 * The words are part of the action id as well, because Slack wants those to differ within a message.
 */
export function button(label: string, verb: string, words = '', { style, confirm }: ButtonOptions = {}): Button {
  return {
    type: 'button',
    text: plain(label),
    action_id: cut(`${VERB_ACTION}${verb}:${words}`, 255),
    value: words || '-',
    ...(style && { style }),
    ...(confirm && {
      confirm: {
        title: plain(confirm.title, 100),
        text: plain(confirm.text, 300),
        confirm: plain(confirm.yes, 30),
        deny: plain(confirm.no, 30),
      },
    }),
  };
}

/** A menu that does for whatever is chosen in it what `/crm <verb> <words>` does. Slack takes a hundred options. */
export function picker(label: string, verb: string, options: readonly { text: string; words: string }[]): StaticSelect {
  return {
    type: 'static_select',
    action_id: `${VERB_ACTION}${verb}:menu`,
    placeholder: plain(label, 150),
    options: options.slice(0, 100).map(({ text, words }) => ({ text: plain(text), value: words })),
  };
}

/** The menu “⋯” beside a row: what it says to the words that follow the verb; Slack takes five. */
export function menu(verb: string, key: string, options: readonly (readonly [string, string])[]): Overflow {
  return {
    type: 'overflow',
    action_id: cut(`${VERB_ACTION}${verb}:${key}`, 255),
    options: options.map(([label, value]) => ({ text: plain(label), value })),
  };
}

export function actions(...elements: (Button | StaticSelect)[]): ActionsBlock {
  return { type: 'actions', elements };
}

/** What the first words of these blocks are, as one line of mrkdwn: a header with what it says, or a section. */
const firstWords = (blocks: readonly KnownBlock[]): string => {
  const said = blocks.flatMap((block): string[] => {
    if (block.type === 'header') return [escape(block.text.text)];
    if (block.type !== 'section' || !block.text) return [];
    return [block.text.type === 'mrkdwn' ? block.text.text : escape(block.text.text)];
  });
  return said.slice(0, blocks[0]?.type === 'header' ? 2 : 1).join(': ');
};

/** Without what is for the eye alone: bold type, quotation marks of a block, emoji that begin a line. */
const spoken = (words: string): string =>
  words
    .split('\n')
    .map((line) => line.replace(/\*|^>|^:\S+: /g, ''))
    .join(' · ')
    .replace(/: :\S+: /g, ': ');

/**
 * A message as CustomerHub says it. `text` is what notifications and screen readers get, and Slack reads markup in it as in
 * any mrkdwn: so nobody writes it by hand. It is taken from the blocks, whose words are escaped, or from a title.
 */
export class Message {
  readonly text: string;
  readonly blocks: KnownBlock[];
  /** No object of the same shape passes for a message. */
  declare protected readonly made: true;

  private constructor(text: string, blocks: KnownBlock[]) {
    this.text = cutMrkdwn(text, 3000);
    this.blocks = blocks;
  }

  /** @param title what to call it, in plain words; its first words when left out */
  static of({ title, blocks }: { title?: string; blocks: KnownBlock[] }): Message {
    return new Message(title === undefined ? spoken(firstWords(blocks)) : escape(title), blocks);
  }

  /** The same message with other blocks. */
  with(blocks: KnownBlock[]): Message {
    return new Message(this.text, blocks);
  }
}

export function say(text: string, ...more: KnownBlock[]): Message {
  return Message.of({ blocks: [section(text), ...more] });
}
