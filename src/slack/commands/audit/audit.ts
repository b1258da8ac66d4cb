import { auditCsv } from '../../../crm/audit/audit-csv.ts';
import { permitAudit } from '../../../crm/audit/audit.ts';
import { note } from '../../../crm/records/run-in-transaction.ts';
import { dayOf } from '../../../model/dates/time.ts';
import { count } from '../../../model/text/text.ts';
import { say, type Message } from '../../messages/blocks.ts';
import { answer, type Ask } from '../../slack-context.ts';
import { answerWithFile } from '../../messages/files.ts';
import { auditMessage, filtersShown } from './audit-view.ts';
import type { Verb } from '../command.ts';

const audit: Verb = {
  name: 'audit',
  usage: 'audit [filters]',
  words: 'own',
  options: ['by', 'entity', 'verb', 'on', 'since', 'until'],
  examples: ['audit', 'audit by:me entity:deal', 'audit verb:refused since:last-month', 'audit on:yesterday'],
  help: 'Who did what, for managers and admins: `by:@ana entity:deal verb:refused since:2026-11-01` …',
  run: async (ask, words) => {
    const message = await auditMessage(ask, words.trim(), 1);
    await note(ask.desk.crm, ask.actor, ask.origin, { verb: 'audit' });
    return answer(message);
  },
};

/** Behind Newer and Older: `2 entity:deal`. */
const auditPage: Verb = {
  name: 'audit-page',
  run: async (ask, words) => {
    const [, page, filters = ''] = /^(\d+) ?(.*)$/s.exec(words) ?? [];
    return answer(await auditMessage(ask, filters, Math.max(1, Number(page) || 1)), true);
  },
};

const exported = async (ask: Ask, words: string): Promise<Message> => {
  const { crm } = ask.desk;
  const { csv, entries } = await auditCsv(crm, ask.actor, ask.origin, words);
  const filters = words === '' ? '' : ` (${filtersShown(words)})`;
  const what = `${count(entries, 'entry', 'entries')} of the audit trail${filters}`;
  const name = `audit-${dayOf(crm.now(), ask.actor.timeZone)}.csv`;
  return answerWithFile(ask, { name, bytes: csv }, what);
};

/** Behind Export as CSV. The words are the filters. */
const auditExport: Verb = {
  name: 'audit-export',
  run: async (ask, words) => {
    await permitAudit(ask.desk.crm, ask.actor, ask.origin);
    return {
      kind: 'later',
      first: say(':hourglass_flowing_sand: Writing the file …'),
      last: () => exported(ask, words),
    };
  },
};

export const auditVerbs: readonly Verb[] = [audit, auditPage, auditExport];
