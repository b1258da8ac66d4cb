import type { Button, KnownBlock } from '@slack/types';
import { isOwn } from '../../../model/access.ts';
import { may } from '../../../model/roles.ts';
import { refOf, titleOf, type Entity } from '../../../model/entity.ts';
import type { AnyRecord } from '../../../model/record.ts';
import { count, cut } from '../../../model/text/text.ts';
import { type AuditEntry, historyOf } from '../../../crm/audit/index.ts';
import { wasErased } from '../../../crm/erasure/index.ts';
import type { Found } from '../../../crm/search/index.ts';
import { actions, button, divider, escape, Message, section, small } from '../../messages/blocks.ts';
import type { SlackRequest } from '../../slack-context.ts';
import { named } from '../../views/lines.ts';
import { changeOf, fieldsOf } from '../../views/changed-fields.ts';
import { lineOf, whenAndWhence } from '../../views/sentences.ts';
import { tellingFor, type Telling } from '../../views/telling.ts';

const PER_PAGE = 10;

/** The fields of an entry that could get their earlier value back: those that hold another one now. */
const restorable = (entity: Entity, record: AnyRecord, { verb, changes }: AuditEntry): string[] =>
  verb === 'update' && record.deletedAt === null
    ? Object.entries(changes)
        .filter(([name, [was]]) => name in entity.fields && record[name] !== was)
        .map(([name]) => name)
    : [];

const mayEdit = ({ actor }: SlackRequest, { entity, record }: Found): boolean =>
  may(entity.access, 'update', actor.role, isOwn(entity, record, actor));

const revertButton = (entry: AuditEntry, name: string): Button => button('Revert', 'putback', `${entry.id} ${name}`);

/** The button of an entry: reverts its only field, or shows all of them. */
const offer = (request: SlackRequest, found: Found, entry: AuditEntry): Button | null => {
  const names = mayEdit(request, found) ? restorable(found.entity, found.record, entry) : [];
  const [only] = names;
  if (names.length > 1) return button('Revert fields', 'entry', String(entry.id));
  return only === undefined ? null : revertButton(entry, only);
};

const row = (request: SlackRequest, found: Found, entry: AuditEntry, telling: Telling): KnownBlock => {
  const accessory = offer(request, found, entry);
  const text = section(lineOf(entry, telling));
  return accessory ? { ...text, accessory } : text;
};

const heading = ({ entity, record }: Found, total: number, erased: boolean): string => {
  const gone = record.deletedAt === null ? '' : erased ? ' · erased for good' : ' · deleted';
  return `${entity.icon} ${named(entity, record)}${gone}\n${count(total, 'change')}, newest first`;
};

const pageButtons = (ref: string, page: number, pages: number): Button[] => [
  ...(page > 1 ? [button('◀ Newer', 'history-page', `${ref} ${page - 1}`)] : []),
  ...(page < pages ? [button('Older ▶', 'history-page', `${ref} ${page + 1}`)] : []),
];

const ownButtons = (request: SlackRequest, { entity, record }: Found, erased: boolean): Button[] => {
  const ref = refOf(entity, record.id);
  if (record.deletedAt === null) return [button('Show', 'show', ref)];
  if (erased) return [];
  const mayRestore = may(entity.access, 'remove', request.actor.role, isOwn(entity, record, request.actor));
  return mayRestore ? [button('Restore', 'restore', ref, { style: 'primary' })] : [];
};

/** A page of a record's history, newest first. @param page from 1 @param intro mrkdwn, on what was just done */
export async function historyMessage(
  request: SlackRequest,
  found: Found,
  page: number,
  { intro, undo }: { intro?: string; undo?: string } = {},
): Promise<Message> {
  const { entity, record } = found;
  const range = { offset: (page - 1) * PER_PAGE, limit: PER_PAGE };
  const { entries, total } = await historyOf(request, found, range);
  const telling = await tellingFor(request, entries);
  const erased = await wasErased(request.slack.crm, found);
  const pages = Math.max(1, Math.ceil(total / PER_PAGE));
  const buttons = [...pageButtons(refOf(entity, record.id), page, pages), ...ownButtons(request, found, erased)];
  return Message.of({
    ...(intro === undefined && { title: `History of ${cut(titleOf(entity, record), 100)}` }),
    blocks: [
      ...(intro ? [section(intro)] : []),
      section(heading(found, total, erased)),
      divider(),
      ...entries.map((entry) => row(request, found, entry, telling)),
      ...(pages > 1 ? [small(`Page ${page} of ${pages}`)] : []),
      ...(undo || buttons.length > 0 ? [actions(...(undo ? [button('Undo', 'undo', undo)] : []), ...buttons)] : []),
    ],
  });
}

/** One entry with a button for each field that could get its earlier value back. */
export async function entryMessage(request: SlackRequest, found: Found, entry: AuditEntry): Promise<Message> {
  const telling = await tellingFor(request, [entry]);
  const { entity, record } = found;
  const names = mayEdit(request, found) ? restorable(entity, record, entry) : [];
  const rows = fieldsOf(entry, telling).map((field): KnownBlock => {
    const text = section(`*${field.label}*\n${changeOf(field)}`);
    return names.includes(field.name) ? { ...text, accessory: revertButton(entry, field.name) } : text;
  });
  return Message.of({
    title: `A change of ${cut(titleOf(entity, record), 100)}`,
    blocks: [
      section(`${telling.who(entry)} changed ${named(entity, record)}\n${whenAndWhence(entry)}`),
      ...rows,
      small(escape('Revert sets one field to its value before this change.')),
      actions(button('◀ History', 'history-page', `${refOf(entity, record.id)} 1`)),
    ],
  });
}
