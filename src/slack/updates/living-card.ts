import type { KnownBlock } from '@slack/types';
import { theApp } from '../../model/actor.ts';
import { refOf, titleOf, type AnyRecord } from '../../model/entity.ts';
import { entityOf } from '../../model/registry.ts';
import { cut } from '../../model/text/text.ts';
import { stageTimes } from '../../crm/pipeline/stage-times.ts';
import { glanceAt, type Glance } from '../../crm/search/glance.ts';
import { whoMuted } from '../../crm/notifications/channels/mutes.ts';
import { recordsById } from '../../crm/audit/versions.ts';
import type { Card, Lead } from '../../crm/notifications/cards/cards.ts';
import { actions, button, escape, facts, menu, Message, section, small } from '../messages/blocks.ts';
import type { Desk } from '../slack-context.ts';
import { wordsOf } from './render-update.ts';
import { glanceGroups } from '../views/card.ts';
import type { Words } from './deal-update.ts';
import { followUpLine, named } from '../views/lines.ts';
import { showContext } from '../views/show-context.ts';
import { showBeginning, showDayOf, showMoment, showValue, type ShowContext } from '../views/values.ts';

const deal = entityOf('deal');

/** A card as far as it decides what is shown. */
export type Face = Pick<Card, 'team' | 'channel' | 'entity' | 'recordId' | 'style' | 'lead'>;

/** Everything a card of a deal shows, fetched once. */
interface Sight {
  record: AnyRecord;
  glance: Glance;
  context: ShowContext;
  /** ISO moment at which it came into its stage; null where the trail does not say. */
  since: string | null;
  /** What it was posted with. */
  lead: Words | null;
  /** Nothing happened to it since. */
  still: boolean;
  /** Who muted it in this channel; null where it is told. */
  mutedBy: string | null;
}

const look = async (desk: Desk, face: Face): Promise<Sight | null> => {
  const { crm } = desk;
  const [record] = await recordsById(crm, 'deal', [face.recordId]);
  if (!record) return null;
  const actor = theApp(face.team, crm.settings.timeZone);
  const glance = await glanceAt(crm, { deal: record.id });
  const groups = [{ entity: deal, records: [record] }, ...glanceGroups(glance)];
  // A card stays as it is for days: nothing on it may be called `today`.
  const context = { ...(await showContext({ desk, actor }, groups)), today: '' };
  const stay = (await stageTimes(crm, record, actor.timeZone)).at(-1);
  const lead = face.lead === null ? null : (JSON.parse(face.lead) as Lead);
  const told = lead ? (JSON.parse(lead.payload) as { at: string }).at : '';
  return {
    record,
    glance,
    context,
    since: stay?.since ?? null,
    lead: lead && (await wordsOf(desk, { team: face.team, ...lead })),
    mutedBy: await whoMuted(crm, { ...face, dealId: record.id }),
    still: record.updatedAt <= told,
  };
};

/** What it was posted with stands on top: as news while nothing happened since, as history from then on. */
const leadBlocks = ({ lead, still }: Sight): KnownBlock[] => {
  if (!lead) return [];
  const words = lead.sentences.join('\n');
  return [still ? section(words) : small(words)];
};

const valueOf = ({ record, context }: Sight, name: string): string => showValue(deal, record, name, context);

const amountOf = (sight: Sight): string =>
  sight.record['amount'] === null ? 'no amount yet' : valueOf(sight, 'amount');

const isOpen = ({ record, context }: Sight): boolean =>
  context.stages.find(({ id }) => id === record['stage'])?.outcome === 'open';

/** `*Proposal* since Nov 3rd`. */
const stageOf = (sight: Sight): string =>
  `*${valueOf(sight, 'stage')}*${sight.since === null ? '' : ` since ${showDayOf(sight.since)}`}`;

const closeOf = (sight: Sight): string =>
  isOpen(sight) ? `*Expected close*\n${valueOf(sight, 'closeOn')}` : `*Closed*\n${valueOf(sight, 'closedOn')}`;

const touchOf = ({ glance, context }: Sight): string => {
  const [touch] = glance.touches;
  if (!touch) return 'Nothing logged yet.';
  const entity = entityOf('interaction');
  const kind = showValue(entity, touch, 'kind', context);
  const said = showBeginning(entity, touch, 'what', context, 120).replace(/\s+/g, ' ');
  return `Last touch: ${kind.toLowerCase()} by ${showValue(entity, touch, 'owner', context)}, ${showMoment(String(touch['happenedAt']))}: ${said}`;
};

const titleLine = (sight: Sight): string => `${deal.icon} ${named(deal, sight.record)} · ${valueOf(sight, 'customer')}`;

/** What can be done with the deal from its card; whether this person may is asked on the click. */
const VERBS = [
  ['Stage', 'stage'],
  ['Owner', 'owner'],
  ['Log', 'log'],
  ['Follow-up', 'next'],
] as const;

const verbsOn = ({ mutedBy }: Sight): readonly (readonly [string, string])[] => [
  ...VERBS,
  mutedBy === null ? ['Mute here', 'mute'] : ['Unmute', 'unmute'],
];

const muteBlocks = ({ mutedBy }: Sight): KnownBlock[] =>
  mutedBy === null ? [] : [small(`:no_bell: Muted here by ${escape(mutedBy)}: what happens to it is not told.`)];

const full = (sight: Sight): KnownBlock[] => {
  const ref = refOf(deal, sight.record.id);
  return [
    section(titleLine(sight)),
    ...facts([
      `*Stage*\n${stageOf(sight)}`,
      `*Amount*\n${amountOf(sight)}`,
      closeOf(sight),
      `*Owner*\n${valueOf(sight, 'owner')}`,
    ]),
    section(`*Next step*\n${sight.glance.next ? followUpLine(sight.glance.next, sight.context) : 'None planned.'}`),
    small(touchOf(sight)),
    ...muteBlocks(sight),
    actions(...verbsOn(sight).map(([label, verb]) => button(label, verb, ref))),
  ];
};

const compact = (sight: Sight): KnownBlock[] => {
  const ref = refOf(deal, sight.record.id);
  const close = sight.record['closeOn'] === null || !isOpen(sight) ? [] : [`closes ${valueOf(sight, 'closeOn')}`];
  const line = [titleLine(sight), stageOf(sight), amountOf(sight), ...close, valueOf(sight, 'owner')].join(' · ');
  const options = verbsOn(sight).map(([label, verb]) => [label, `${verb} ${ref}`] as const);
  return [{ ...section(line), accessory: menu('card', ref, options) }, ...muteBlocks(sight)];
};

/** A deal that is not there any more: what became of it, and nothing to press. */
const gone = (sight: Sight): KnownBlock[] => {
  const { record } = sight;
  const name = `~${escape(cut(titleOf(deal, record), 120))}~ · ${refOf(deal, record.id)}`;
  const into = record['mergedInto'];
  if (typeof into !== 'number') return [section(`:wastebasket: ${name} was deleted.`)];
  const survivor = `*${valueOf(sight, 'mergedInto')}* · ${refOf(deal, into)}`;
  return [section(`:twisted_rightwards_arrows: ${name} was merged into ${survivor}.`)];
};

/** The card of a deal as it is now; null when there never was one. */
export const livingCard = async (desk: Desk, face: Face): Promise<Message | null> => {
  const sight = await look(desk, face);
  if (!sight) return null;
  const { record } = sight;
  const body = record.deletedAt !== null ? gone : face.style === 'compact' ? compact : full;
  const title = `${cut(titleOf(deal, record), 120)} (${refOf(deal, record.id)})`;
  // News is called by what it says.
  const isNews = sight.lead !== null && sight.still;
  return Message.of({ ...(!isNews && { title }), blocks: [...leadBlocks(sight), ...body(sight)] });
};
