/** A cell of either kind of table. */
import type { JsonObject } from '../../protocol.ts';
import { withEmoji } from '../messages/emoji.ts';
import { list, num, str } from '../inspector/json.ts';
import { RichText } from './rich-text.tsx';

export function Cell({ of }: { of: JsonObject }) {
  if (of.type === 'rich_text') return <RichText block={of} />;
  return <>{cellText(of)}</>;
}

export function isNumber(cell: JsonObject | undefined): boolean {
  return cell?.type === 'raw_number';
}

/** The words of a cell: what is shown, and what is sorted by where there is no number. */
export function cellText(cell: JsonObject): string {
  if (cell.type === 'rich_text') return list(cell.elements).map(flat).join(' ');
  return withEmoji(str(cell.text)) || String(num(cell.value) ?? '');
}

const flat = (part: JsonObject): string => str(part.text) + list(part.elements).map(flat).join('');
