import { dayIn } from '../../../model/dates/calendar.ts';
import { entityOf } from '../../../model/registry.ts';
import { addDays, dayOf } from '../../../model/dates/time.ts';
import { count, cut } from '../../../model/text/text.ts';
import { readAuditFilter, auditTrail, recordsById } from '../../../crm/audit/index.ts';
import { actions, button, divider, escape, header, Message, say, section, small } from '../../messages/blocks.ts';
import type { SlackRequest } from '../../slack-context.ts';
import { lineOf } from '../../views/sentences.ts';
import { tellingFor } from '../../views/telling.ts';

const PER_PAGE = 15;

/** Filters as typed, with people shown by name. */
export function filtersShown(words: string): string {
  return escape(cut(words, 200)).replace(/&lt;(@[UW][A-Z0-9]+)&gt;/g, '<$1>');
}

const namesOf = async ({ slack: { crm } }: SlackRequest, ids: readonly number[]): Promise<string> => {
  const people = await recordsById(crm, 'employee', [...ids]);
  const names = ids.map((id) =>
    id === 0 ? 'CustomerHub' : (people.find((person) => person.id === id)?.['name'] ?? ''),
  );
  return names.map((name) => escape(cut(name, 60))).join(' or ');
};

/** The filters as understood: `by Ana, of deals, update, since 16 Nov 2026`. */
const asUnderstood = async (request: SlackRequest, words: string): Promise<string> => {
  const { crm } = request.slack;
  const { employees, slackUser, entity, verbs, from, before } = await readAuditFilter(request, words);
  const { locale } = crm.settings;
  const day = (moment: string, later: number): string =>
    dayIn(addDays(dayOf(Date.parse(moment), request.actor.timeZone), later), locale);
  const parts = [
    ...(employees ? [`by ${await namesOf(request, employees)}`] : []),
    ...(slackUser === undefined ? [] : [`by <@${slackUser}>`]),
    ...(entity ? [`of ${entityOf(entity).plural}`] : []),
    ...(verbs ?? []).map((verb) => `action ${escape(verb)}`),
    ...(from === undefined ? [] : [`from ${day(from, 0)} on`]),
    ...(before === undefined ? [] : [`up to ${day(before, -1)}`]),
  ];
  return parts.join(', ') || 'everything';
};

/** A page of the audit log, newest first. @param words filters, as typed @param page from 1 */
export async function auditMessage(request: SlackRequest, words: string, page: number): Promise<Message> {
  const range = { offset: (page - 1) * PER_PAGE, limit: PER_PAGE };
  const { entries, total } = await auditTrail(request, words, range);
  const filters = words === '' ? '' : ` · ${filtersShown(words)}`;
  if (total === 0)
    return say(`No entries match: ${await asUnderstood(request, words)}.`, actions(button('All entries', 'audit')));
  const telling = await tellingFor(request, entries);
  const pages = Math.ceil(total / PER_PAGE);
  const buttons = [
    ...(page > 1 ? [button('◀ Newer', 'audit-page', `${page - 1} ${words}`.trim())] : []),
    ...(page < pages ? [button('Older ▶', 'audit-page', `${page + 1} ${words}`.trim())] : []),
    button('Download CSV', 'audit-export', words),
  ];
  return Message.of({
    title: `Audit log: ${count(total, 'entry', 'entries')}`,
    blocks: [
      header('Audit log'),
      small(
        `${count(total, 'entry', 'entries')}${filters}${pages > 1 ? ` · page ${page} of ${pages}` : ''}, newest first`,
      ),
      divider(),
      ...entries.map((entry) => section(lineOf(entry, telling))),
      actions(...buttons),
    ],
  });
}
