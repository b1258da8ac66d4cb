/** The markdown block: standard Markdown (not mrkdwn), line by line. */
import type { ComponentChild } from 'preact';
import { useMemo } from 'preact/hooks';
import { str } from '../inspector/json.ts';
import type { BlockProps } from './props.ts';
import { span } from './markdown-span.tsx';

export function Markdown({ block }: BlockProps) {
  const text = str(block.text);
  return useMemo(() => <div class="markdown">{pieces(text.split('\n'))}</div>, [text]);
}

/** Each kind of piece: how its lines look, and what they become together. */
const KINDS: [test: RegExp, make: (lines: string[], key: number) => ComponentChild][] = [
  [/^\s*[-*+] (?!\s*[-*+]\s)/, (all, key) => <ul key={key}>{items(all, /^\s*[-*+] /)}</ul>],
  [/^\s*\d+[.)] /, (all, key) => <ol key={key}>{items(all, /^\s*\d+[.)] /)}</ol>],
  [/^> ?/, (all, key) => <blockquote key={key}>{pieces(all.map((line) => line.replace(/^> ?/, '')))}</blockquote>],
  [/^\|/, (all, key) => <Grid key={key} lines={all} />],
];

function pieces(lines: string[]): ComponentChild[] {
  const out: ComponentChild[] = [];
  let at = 0;
  const take = (fits: (line: string) => boolean): string[] => {
    const from = at;
    while (at < lines.length && fits(lines[at] ?? '')) at++;
    return lines.slice(from, at);
  };
  while (at < lines.length) {
    const line = lines[at] ?? '';
    const key = at;
    const heading = /^(#{1,6}) +(.*?)#*$/.exec(line);
    const kind = KINDS.find(([test]) => test.test(line));
    if (line.trim() === '') at++;
    else if (/^(```|~~~)/.test(line)) {
      const fence = line.slice(0, 3);
      at++;
      out.push(<pre key={key}>{take((one) => !one.startsWith(fence)).join('\n')}</pre>);
      at++;
    } else if (heading) {
      at++;
      out.push(<Heading key={key} level={heading[1]?.length ?? 1} text={heading[2] ?? ''} />);
    } else if (/^\s*([-*_])(\s*\1){2,}\s*$/.test(line)) {
      at++;
      out.push(<hr key={key} />);
    } else if (kind)
      out.push(
        kind[1](
          take((one) => kind[0].test(one)),
          key,
        ),
      );
    else out.push(<p key={key}>{span(take(isPlain).join('\n') || (lines[at++] ?? ''))}</p>);
  }
  return out;
}

const isPlain = (line: string): boolean =>
  line.trim() !== '' && !/^(#{1,6} |```|~~~)/.test(line) && !KINDS.some(([test]) => test.test(line));

const items = (lines: string[], bullet: RegExp): ComponentChild[] =>
  lines.map((line, at) => {
    const indent = /^\s*/.exec(line)?.[0].length ?? 0;
    return (
      <li key={at} style={{ marginLeft: `${Math.floor(indent / 2) * 20}px` }}>
        {span(line.replace(bullet, ''))}
      </li>
    );
  });

function Heading({ level, text }: { level: number; text: string }) {
  if (level === 1) return <h3>{span(text)}</h3>;
  return level === 2 ? <h4>{span(text)}</h4> : <h5>{span(text)}</h5>;
}

function Grid({ lines }: { lines: string[] }) {
  const cells = lines
    .filter((line) => !/^[|\s:-]+$/.test(line))
    .map((line) => line.replace(/^\||\|\s*$/g, '').split(/(?<!\\)\|/));
  const [head = [], ...body] = cells;
  return (
    <div class="table-frame">
      <table>
        <thead>
          <tr>
            {head.map((cell, at) => (
              <th key={at}>{span(cell.trim())}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {body.map((row, n) => (
            <tr key={n}>
              {row.map((cell, at) => (
                <td key={at}>{span(cell.trim().replaceAll('\\|', '|'))}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
