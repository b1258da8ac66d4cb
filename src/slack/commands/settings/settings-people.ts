import type { KnownBlock } from '@slack/types';
import { ROLE_LABELS } from '../../../model/roles.ts';
import { refOf, titleOf, type RecordRef } from '../../../model/entity.ts';
import type { AnyRecord } from '../../../model/record.ts';
import { entityOf } from '../../../model/registry.ts';
import { refText } from '../../../model/typed-reference.ts';
import { countOf, HANDED_OVER, inHandsOf, type Holdings } from '../../../crm/team/index.ts';
import { listRecords } from '../../../crm/records/index.ts';
import { button, escape, header, Message, section, small } from '../../messages/blocks.ts';
import type { SlackRequest } from '../../slack-context.ts';
import { counted } from '../../forms/counted.ts';
import { backToSettings } from './settings-view.ts';
import { showMoment } from '../../views/values.ts';

const entity = entityOf('employee');
const PER_PAGE = 15;

const roleOf = (employee: AnyRecord): string => {
  if (employee['leftAt'] !== null) return `left ${showMoment(String(employee['leftAt']))}`;
  return ROLE_LABELS[employee['role'] as keyof typeof ROLE_LABELS] ?? 'No access';
};

const row = (employee: AnyRecord): KnownBlock => ({
  ...section(`*${escape(titleOf(entity, employee))}* · ${roleOf(employee)}`),
  accessory: button('Show', 'settings', `person ${refOf(entity, employee.id)}`),
});

/** All employees with their role. @param page from 1 */
export async function peopleMessage(request: SlackRequest, page: number): Promise<Message> {
  const options = { offset: (page - 1) * PER_PAGE, limit: PER_PAGE };
  const { records, total } = await listRecords(request, entity, options);
  const pages = Math.max(1, Math.ceil(total / PER_PAGE));
  return Message.of({
    title: 'Team and roles',
    blocks: [
      header('Team and roles'),
      ...records.map(row),
      small(`${pages > 1 ? `Page ${page} of ${pages} · ` : ''}${entity.fields['role']?.help ?? ''}`),
      backToSettings(
        ...(page > 1 ? [button('◀ Previous', 'settings', `people ${page - 1}`)] : []),
        ...(page < pages ? [button('Next ▶', 'settings', `people ${page + 1}`)] : []),
        button('Add person', 'settings', 'add-person', { style: 'primary' }),
      ),
    ],
  });
}

const OWNS_NOTHING = 'Owns no records.';

const ownedBy = (holdings: Holdings): string => {
  const kinds = HANDED_OVER.filter((kind) => holdings[kind].length > 0);
  if (countOf(holdings) === 0) return OWNS_NOTHING;
  return `Owns: ${kinds.map((kind) => counted(kind, holdings[kind].length)).join(', ')}.`;
};

/** One employee: their role and owned records. @param intro what was just done @throws NotFound */
export async function personMessage(
  request: SlackRequest,
  person: RecordRef<'employee'>,
  intro?: string,
): Promise<Message> {
  const { employee, holdings } = await inHandsOf(request.slack.crm, person);
  const owned = ownedBy(holdings);
  const ref = refText(person);
  const who = employee['person'] === null ? 'no Slack user' : `<@${escape(String(employee['person']))}>`;
  return Message.of({
    title: titleOf(entity, employee),
    blocks: [
      ...(intro ? [section(intro)] : []),
      header(titleOf(entity, employee)),
      section(`*Role*  ${roleOf(employee)}\n*Slack*  ${who} · ${ref}\n${owned}`),
      backToSettings(
        button('Change role', 'settings', `role ${ref}`, { style: 'primary' }),
        ...(owned === OWNS_NOTHING ? [] : [button('Transfer', 'hand-over', ref)]),
        button('◀ Team', 'settings', 'people'),
      ),
    ],
  });
}
