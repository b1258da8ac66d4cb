import { auditCsv, permitAudit } from '../../../crm/audit/index.ts';
import { recordAccess } from '../../../crm/access/index.ts';
import { dayOf } from '../../../model/dates/time.ts';
import { count } from '../../../model/text/text.ts';
import { say, type Message } from '../../messages/blocks.ts';
import { answer, type SlackRequest } from '../../slack-context.ts';
import { answerWithFile } from '../../messages/files.ts';
import { auditMessage, filtersShown } from './audit-view.ts';
import type { Command } from '../command.ts';

const audit: Command = {
  name: 'audit',
  usage: 'audit [filters]',
  words: 'own',
  options: ['by', 'entity', 'verb', 'on', 'since', 'until'],
  examples: ['audit', 'audit by:me entity:deal', 'audit verb:refused since:last-month', 'audit on:yesterday'],
  help: 'Search the audit log (managers and admins): `by:@ana entity:deal verb:refused since:2026-11-01` …',
  run: async (request, words) => {
    const message = await auditMessage(request, words.trim(), 1);
    await recordAccess(request.slack.crm, request.actor, request.origin, { verb: 'audit' });
    return answer(message);
  },
};

/** Behind Newer and Older: `2 entity:deal`. */
const auditPage: Command = {
  name: 'audit-page',
  run: async (request, words) => {
    const [, page, filters = ''] = /^(\d+) ?(.*)$/s.exec(words) ?? [];
    return answer(await auditMessage(request, filters, Math.max(1, Number(page) || 1)), true);
  },
};

const exported = async (request: SlackRequest, words: string): Promise<Message> => {
  const { crm } = request.slack;
  const { csv, entries } = await auditCsv(request, words);
  const filters = words === '' ? '' : ` (${filtersShown(words)})`;
  const what = `${count(entries, 'entry', 'entries')} of the audit log${filters}`;
  const name = `audit-${dayOf(crm.now(), request.actor.timeZone)}.csv`;
  return answerWithFile(request, { name, bytes: csv }, what);
};

/** Behind Download CSV. The words are the filters. */
const auditExport: Command = {
  name: 'audit-export',
  run: async (request, words) => {
    await permitAudit(request);
    return {
      kind: 'later',
      first: say(':hourglass_flowing_sand: Preparing the file…'),
      last: () => exported(request, words),
    };
  },
};

export const auditCommands: readonly Command[] = [audit, auditPage, auditExport];
