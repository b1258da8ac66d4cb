/** Slack's mrkdwn on screen. It only ever makes elements and text, so nothing a person typed can become markup. */
import { Fragment, type ComponentChild } from 'preact';
import { useMemo } from 'preact/hooks';
import { NodeType, parse, type Command, type Node } from 'slack-message-parser';
import type { Json } from '../../protocol.ts';
import { emoji, withEmoji } from './emoji.ts';
import { obj, str } from '../inspector/json.ts';
import { ChannelMention, Link, Mention, UserMention } from '../composer/mention.tsx';
import { slackDate } from './time.ts';

/** Slack escapes exactly these three; they are decoded once, at the leaves. */
export function decode(text: string): string {
  return text.replace(/&(lt|gt|amp);/g, (_, name: string) => ({ lt: '<', gt: '>', amp: '&' })[name] ?? '');
}

/** Slack takes a bare `>` at the start of a line as a quote, too; the parser knows the escaped one. */
const quoting = (text: string): string => text.replace(/^>+/gm, (signs) => '&gt;'.repeat(signs.length));

export function Mrkdwn({ text }: { text: string }) {
  return useMemo(() => <>{nodes(parse(quoting(text)).children)}</>, [text]);
}

/** A text object, either kind; `verbatim` changes nothing we show. */
export function TextObject({ of }: { of: Json | undefined }) {
  const { type } = obj(of);
  const text = str(of) || str(obj(of).text);
  if (type === 'mrkdwn') return <Mrkdwn text={text} />;
  return <>{lines(withEmoji(text))}</>;
}

/** Line breaks as elements. */
export function lines(text: string): ComponentChild[] {
  return text.split('\n').flatMap((line, at) => (at ? [<br key={at} />, line] : [line]));
}

const nodes = (all: Node[]): ComponentChild[] => all.map((node, at) => <Fragment key={at}>{one(node)}</Fragment>);

function one(node: Node): ComponentChild {
  switch (node.type) {
    case NodeType.Text:
      return lines(decode(node.text));
    case NodeType.Bold:
      return <strong>{nodes(node.children)}</strong>;
    case NodeType.Italic:
      return <em>{nodes(node.children)}</em>;
    case NodeType.Strike:
      return <s>{nodes(node.children)}</s>;
    case NodeType.Quote:
      return <blockquote>{nodes(node.children)}</blockquote>;
    case NodeType.Code:
      return <code>{decode(node.text)}</code>;
    case NodeType.PreText:
      return <pre>{decode(node.text).replace(/^\n|\n$/g, '')}</pre>;
    case NodeType.Emoji:
      return emoji(node.name, node.variation) ?? node.source;
    case NodeType.UserLink:
      return <UserMention id={node.userID} />;
    case NodeType.ChannelLink:
      return <ChannelMention id={node.channelID} />;
    case NodeType.URL:
      return <Link url={decode(node.url)}>{node.label ? nodes(node.label) : null}</Link>;
    case NodeType.Command:
      return command(node);
    case NodeType.Root:
      return nodes(node.children);
  }
}

function command(node: Command): ComponentChild {
  const label = node.label ? nodes(node.label) : null;
  if (node.name === 'date') {
    const [seconds, template = '', url] = node.arguments;
    const text = slackDate(Number(seconds), template);
    if (text === null) return label;
    const time = <time dateTime={new Date(Number(seconds) * 1000).toISOString()}>{text}</time>;
    return url ? <Link url={url}>{time}</Link> : time;
  }
  if (['here', 'channel', 'everyone'].includes(node.name)) return <Mention loud>@{node.name}</Mention>;
  if (node.name === 'subteam') return <Mention>{label ?? '@group'}</Mention>;
  return label ?? decode(node.source);
}
