/** Rich text: sections, lists, quotes, code. */
import type { ComponentChild } from 'preact';
import type { JsonObject } from '../../protocol.ts';
import { emoji } from '../messages/emoji.ts';
import { list, num, obj, str } from '../inspector/json.ts';
import { ChannelMention, Link, Mention, UserMention } from '../composer/mention.tsx';
import { lines } from '../messages/mrkdwn.tsx';
import { slackDate } from '../messages/time.ts';
import type { BlockProps } from './props.ts';

export function RichText({ block }: Pick<BlockProps, 'block'>) {
  return <>{list(block.elements).map(part)}</>;
}

function part(of: JsonObject, at: number): ComponentChild {
  const inside = list(of.elements).map(inline);
  switch (of.type) {
    case 'rich_text_list': {
      const indent = { marginLeft: `${(num(of.indent) ?? 0) * 24}px` };
      const items = list(of.elements).map((item, n) => <li key={n}>{list(item.elements).map(inline)}</li>);
      if (of.style === 'ordered') {
        return (
          <ol key={at} style={indent} start={(num(of.offset) ?? 0) + 1}>
            {items}
          </ol>
        );
      }
      return (
        <ul key={at} style={indent}>
          {items}
        </ul>
      );
    }
    case 'rich_text_quote':
      return <blockquote key={at}>{inside}</blockquote>;
    case 'rich_text_preformatted':
      return <pre key={at}>{inside}</pre>;
    default:
      return <div key={at}>{inside}</div>;
  }
}

function inline(of: JsonObject, at: number): ComponentChild {
  const style = obj(of.style);
  let shown = <>{words(of)}</>;
  if (style.code === true) shown = <code>{shown}</code>;
  if (style.bold === true) shown = <strong>{shown}</strong>;
  if (style.italic === true) shown = <em>{shown}</em>;
  if (style.strike === true) shown = <s>{shown}</s>;
  if (style.underline === true) shown = <u>{shown}</u>;
  return <span key={at}>{shown}</span>;
}

function words(of: JsonObject): ComponentChild {
  switch (of.type) {
    case 'text':
      return lines(str(of.text));
    case 'link':
      return <Link url={str(of.url)}>{str(of.text) || null}</Link>;
    case 'user':
      return <UserMention id={str(of.user_id)} />;
    case 'channel':
      return <ChannelMention id={str(of.channel_id)} />;
    case 'emoji':
      return emoji(str(of.name)) ?? `:${str(of.name)}:`;
    case 'broadcast':
      return <Mention loud>@{str(of.range)}</Mention>;
    case 'usergroup':
      return <Mention>@group</Mention>;
    case 'date':
      return <time>{slackDate(num(of.timestamp) ?? 0, str(of.format)) ?? str(of.fallback)}</time>;
    case 'color':
      return (
        <span class="colour">
          <i style={{ background: str(of.value) }} /> {str(of.value)}
        </span>
      );
    case 'tag':
      return <span class="tag">{str(of.text)}</span>;
    default:
      return str(of.text) || str(of.fallback);
  }
}
