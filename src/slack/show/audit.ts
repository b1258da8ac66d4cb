import { count, cut } from '../../model/words.ts';
import { auditTrail } from '../../crm/audit.ts';
import { actions, button, divider, escape, header, section, small, type Message } from '../blocks.ts';
import type { Ask } from '../desk.ts';
import { lineOf } from './sentences.ts';
import { tellingFor } from './telling.ts';

const PER_PAGE = 15;

/** Filters as they were typed; who is meant by them is shown by name. */
export const filtersShown = (words: string): string =>
  escape(cut(words, 200)).replace(/&lt;(@[UW][A-Z0-9]+)&gt;/g, '<$1>');

/** A page of the audit trail, newest first. @param words filters, as typed @param page from 1 */
export const auditMessage = async (ask: Ask, words: string, page: number): Promise<Message> => {
  const range = { offset: (page - 1) * PER_PAGE, limit: PER_PAGE };
  const { entries, total } = await auditTrail(ask.desk.crm, ask.actor, ask.origin, words, range);
  const filters = words === '' ? '' : ` · ${filtersShown(words)}`;
  if (total === 0) return { text: 'Nothing matches.', blocks: [section(`No entries match${filters}`)] };
  const telling = await tellingFor(ask, entries);
  const pages = Math.ceil(total / PER_PAGE);
  const buttons = [
    ...(page > 1 ? [button('◀ Newer', 'audit-page', `${page - 1} ${words}`.trim())] : []),
    ...(page < pages ? [button('Older ▶', 'audit-page', `${page + 1} ${words}`.trim())] : []),
    button('Export as CSV', 'audit-export', words),
  ];
  return {
    text: `Audit trail: ${count(total, 'entry', 'entries')}`,
    blocks: [
      header('Audit trail'),
      small(`${count(total, 'entry', 'entries')}${filters} · page ${page} of ${pages}, newest first`),
      divider(),
      ...entries.map((entry) => section(lineOf(entry, telling))),
      actions(...buttons),
    ],
  };
};
