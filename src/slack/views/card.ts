import type { Button, KnownBlock } from '@slack/types';
import { isOwn } from '../../model/access.ts';
import { may } from '../../model/roles.ts';
import { refOf, titleOf, type Entity } from '../../model/entity.ts';
import type { AnyRecord } from '../../model/record.ts';
import { touchedBy } from '../../model/filter/names.ts';
import { stageFieldOf } from '../../model/reference-fields.ts';
import { entityOf } from '../../model/registry.ts';
import { count, cut, lengthOf } from '../../model/text/text.ts';
import { glanceAt, type Glance } from '../../crm/search/index.ts';
import { listRecords } from '../../crm/records/index.ts';
import { knownAs } from '../../crm/source-keys/index.ts';
import { actions, button, divider, escape, facts, Message, section, small } from '../messages/blocks.ts';
import type { SlackRequest } from '../slack-context.ts';
import { dealLine, followUpLine, named, touchLine, NO_FOLLOW_UP } from './lines.ts';
import { journeyBlocks } from './journey.ts';
import { showContext } from './show-context.ts';
import { showMoment, showValue, type ShowContext } from './values.ts';

/** Slack takes no more in a section. */
const MOST_SHOWN = 3000;

/** Long texts stand below the facts, at full width. */
const isLong = (entity: Entity, name: string): boolean => entity.fields[name]?.kind === 'longText';

const factLines = (entity: Entity, record: AnyRecord, context: ShowContext): string[] =>
  Object.entries(entity.fields)
    .filter(
      ([name, field]) =>
        name !== entity.title &&
        !isLong(entity, name) &&
        name !== 'currency' &&
        !(field.hidden && record[name] === null),
    )
    .map(([name, field]) => `*${escape(field.label)}*\n${showValue(entity, record, name, context)}`);

/** A text at full width; of one that Slack does not take as a whole, the beginning and a way to the rest. */
const longBlocks = (entity: Entity, record: AnyRecord, context: ShowContext): KnownBlock[] =>
  Object.entries(entity.fields)
    .filter(([name]) => isLong(entity, name) && record[name] !== null)
    .flatMap(([name, field]): KnownBlock[] => {
      const text = `*${escape(field.label)}*\n${showValue(entity, record, name, context)}`;
      if (lengthOf(text) <= MOST_SHOWN) return [section(text)];
      const length = count(lengthOf(String(record[name])), 'character');
      const read = button('Read all', 'read', `${refOf(entity, record.id)} ${name}`);
      return [{ ...section(text), accessory: read }, small(`The beginning of ${length}.`)];
    });

/** The buttons that this person may press on the record. */
const buttons = (request: SlackRequest, entity: Entity, record: AnyRecord): Button[] => {
  const { role } = request.actor;
  const { closable } = entity.traits;
  const own = isOwn(entity, record, request.actor);
  const ref = refOf(entity, record.id);
  const mayChange = may(entity.access, 'update', role, own);
  const mayLog = may(entityOf('interaction').access, 'create', role, true);
  const logs = mayLog && touchedBy(entity) !== undefined;
  return [
    ...(logs ? [button('Log', 'log', ref, { style: 'primary' })] : []),
    ...(mayChange && closable !== undefined && record[closable] === null
      ? [button('Done', 'done', ref, { style: 'primary' })]
      : []),
    ...(mayChange ? [button('Edit', 'edit', ref)] : []),
    button('History', 'history', ref),
    ...(may(entity.access, 'remove', role, own) ? [button('Delete', 'delete', ref, { style: 'danger' })] : []),
  ];
};

/** By which IDs other systems know it. */
const idsElsewhere = async ({ slack }: SlackRequest, { name }: Entity, { id }: AnyRecord): Promise<string[]> => {
  const all = slack.masked ? [] : await knownAs(slack.crm, name, id);
  return all.length === 0 ? [] : [`Known as ${all.slice(0, 5).map(escape).join(' · ')}`];
};

/** A record at a glance, with what belongs to it. */
export async function card(request: SlackRequest, entity: Entity, record: AnyRecord, intro?: string): Promise<Message> {
  const related = await relatedTo(request, entity, record);
  const context = await showContext(request, [{ entity, records: [record] }, ...related.groups]);
  const title = titleOf(entity, record);
  const row = buttons(request, entity, record);
  return Message.of({
    ...(intro === undefined && { title: `${cut(title, 200)} (${refOf(entity, record.id)})` }),
    blocks: [
      ...(intro ? [section(intro)] : []),
      section(`${entity.icon} ${named(entity, record)}`),
      ...facts(factLines(entity, record, context)),
      ...longBlocks(entity, record, context),
      ...(stageFieldOf(entity) !== undefined ? await journeyBlocks(request, record, context) : []),
      ...related.blocks(context),
      small(...(await idsElsewhere(request, entity, record)), `Changed ${showMoment(record.updatedAt)}`),
      ...(row.length > 0 ? [actions(...row)] : []),
    ],
  });
}

interface Related {
  groups: { entity: Entity; records: AnyRecord[] }[];
  blocks: (context: ShowContext) => KnownBlock[];
}

/** Related records: a customer's contacts, deals and interactions; a deal's interactions and next step. */
const relatedTo = async (request: SlackRequest, entity: Entity, record: AnyRecord): Promise<Related> => {
  const { card: shown } = entity.traits;
  if (!shown) return { groups: [], blocks: () => [] };
  const withDeals = shown.related.includes('deals');
  const { crm } = request.slack;
  const glance = await glanceAt(crm, withDeals ? { customer: record.id } : { deal: record.id });
  const contact = entityOf('contact');
  const people = shown.related.includes('people')
    ? await listRecords(request, contact, { where: { customer: record.id }, limit: 5 })
    : null;
  return {
    groups: [...glanceGroups(glance), { entity: contact, records: people?.records ?? [] }],
    blocks: (context) => [
      ...(people && people.total > 0
        ? [section(`*Contacts* (${people.total})\n${people.records.map((person) => personLine(person)).join('\n')}`)]
        : []),
      ...glanceBlocks(glance, context, withDeals),
    ],
  };
};

const personLine = (person: AnyRecord): string => {
  const role = person['role'] === null ? '' : ` · ${escape(String(person['role']))}`;
  return `${named(entityOf('contact'), person)}${role}`;
};

export function glanceGroups(glance: Glance): { entity: Entity; records: AnyRecord[] }[] {
  return [
    { entity: entityOf('interaction'), records: glance.touches },
    { entity: entityOf('deal'), records: glance.openDeals },
    { entity: entityOf('followUp'), records: glance.next ? [glance.next] : [] },
  ];
}

/** Recent interactions, open deals and the next step. */
export function glanceBlocks(glance: Glance, context: ShowContext, withDeals: boolean): KnownBlock[] {
  const { touches, touchCount, openDeals, openDealCount, next } = glance;
  const shownOf = (shown: number, all: number): string => (shown < all ? `, ${shown} of ${all}` : '');
  return [
    divider(),
    section(`*Next step*\n${next ? followUpLine(next, context) : NO_FOLLOW_UP}`),
    ...(withDeals
      ? [
          section(
            openDealCount === 0
              ? '*Open deals*\nNo open deals.'
              : `*${count(openDealCount, 'open deal')}*${shownOf(openDeals.length, openDealCount)}\n${openDeals.map((deal) => `• ${dealLine(deal, context)}`).join('\n')}`,
          ),
        ]
      : []),
    section(
      touchCount === 0
        ? '*Recent interactions*\nNo interactions yet.'
        : `*Recent interactions*${shownOf(touches.length, touchCount)}\n${touches.map((touch) => touchLine(touch, context)).join('\n')}`,
    ),
  ];
}
