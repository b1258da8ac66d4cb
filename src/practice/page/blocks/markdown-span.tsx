/** Markdown inside a line: bold, italics, struck, code, links, mentions, emoji. */
import type { ComponentChild } from 'preact';
import { emoji } from '../messages/emoji.ts';
import { ChannelMention, Link, UserMention } from '../composer/mention.tsx';
import { decode, lines } from '../messages/mrkdwn.tsx';

type Rule = [pattern: RegExp, make: (match: string[], key: number) => ComponentChild];

/** In order: what comes first wins where two begin at the same letter. */
const RULES: Rule[] = [
  [/`([^`]+)`/, ([, code = ''], key) => <code key={key}>{code}</code>],
  [/\\([\\`*_{}[\]()#+.!~|>-])/, ([, letter = '']) => letter],
  [
    /!?\[([^\]]+)\]\(([^)\s]+)(?: "[^"]*")?\)/,
    ([, words = '', url = ''], key) => (
      <Link key={key} url={url}>
        {span(words)}
      </Link>
    ),
  ],
  [/<@([UWB][A-Z0-9]+)(?:\|[^>]*)?>/, ([, id = ''], key) => <UserMention key={key} id={id} />],
  [/<#([CGD][A-Z0-9]+)(?:\|[^>]*)?>/, ([, id = ''], key) => <ChannelMention key={key} id={id} />],
  [
    /<((?:https?:\/\/|mailto:)[^>|\s]+)(?:\|([^>]*))?>/,
    ([, url = '', words], key) => (
      <Link key={key} url={url}>
        {words}
      </Link>
    ),
  ],
  [/\*\*(\S(?:.*?\S)?)\*\*/, ([, words = ''], key) => <strong key={key}>{span(words)}</strong>],
  [/__(\S(?:.*?\S)?)__(?!\w)/, ([, words = ''], key) => <strong key={key}>{span(words)}</strong>],
  [/~~(\S(?:.*?\S)?)~~/, ([, words = ''], key) => <s key={key}>{span(words)}</s>],
  [/\*(\S(?:.*?\S)?)\*/, ([, words = ''], key) => <em key={key}>{span(words)}</em>],
  [/(?<!\w)_(\S(?:.*?\S)?)_(?!\w)/, ([, words = ''], key) => <em key={key}>{span(words)}</em>],
  [/https?:\/\/[^\s<>)]+[^\s<>).,;:!?]/, ([url = ''], key) => <Link key={key} url={url} />],
  [/:([a-z0-9_+'-]+):/, ([all = '', name = '']) => emoji(name) ?? all],
];

export function span(text: string): ComponentChild[] {
  const out: ComponentChild[] = [];
  let rest = text;
  let key = 0;
  while (rest) {
    const next = first(rest);
    if (!next) return [...out, ...lines(decode(rest))];
    const [match, make] = next;
    out.push(...lines(decode(rest.slice(0, match.index))), make([...match], key++));
    rest = rest.slice(match.index + match[0].length);
  }
  return out;
}

function first(text: string): [RegExpExecArray, Rule[1]] | null {
  let best: [RegExpExecArray, Rule[1]] | null = null;
  for (const [pattern, make] of RULES) {
    const match = pattern.exec(text);
    if (match && (!best || match.index < best[0].index)) best = [match, make];
  }
  return best;
}
