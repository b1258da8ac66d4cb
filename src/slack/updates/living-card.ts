import type { KnownBlock } from '@slack/types';
import { theApp } from '../../model/actor.ts';
import { refOf, titleOf } from '../../model/entity.ts';
import type { AnyRecord } from '../../model/record.ts';
import { entityOf } from '../../model/registry.ts';
import { cut } from '../../model/text/text.ts';
import { stageTimes } from '../../crm/pipeline/index.ts';
import { glanceAt, type Glance } from '../../crm/search/index.ts';
import { whoMuted } from '../../crm/notifications/channels/index.ts';
import { recordsById } from '../../crm/audit/index.ts';
import type { Card, FirstUpdate } from '../../crm/notifications/cards/index.ts';
import { actions, button, escape, facts, menu, Message, section, small } from '../messages/blocks.ts';
import type { SlackContext } from '../slack-context.ts';
import { wordsOf } from './render-update.ts';
import { glanceGroups } from '../views/card.ts';
import type { UpdateWords } from './deal-update.ts';
import { followUpLine, named, NO_FOLLOW_UP } from '../views/lines.ts';
import { showContext } from '../views/show-context.ts';
import { showBeginning, showDayOf, showMoment, showValue, type ShowContext } from '../views/values.ts';

const deal = entityOf('deal');

/** A card as far as it decides what is shown. */
export type CardSubject = Pick<Card, 'team' | 'channel' | 'entity' | 'recordId' | 'style' | 'lead'>;

/** Everything a card of a deal shows, fetched once. */
interface CardView {
  record: AnyRecord;
  glance: Glance;
  context: ShowContext;
  /** ISO moment at which it came into its stage; null where the trail does not say. */
  since: string | null;
  /** What it was posted with. */
  lead: UpdateWords | null;
  /** It has not changed since. */
  still: boolean;
  /** Who muted it in this channel; null where it isn't muted. */
  mutedBy: string | null;
}

const look = async (slack: SlackContext, face: CardSubject): Promise<CardView | null> => {
  const { crm } = slack;
  const [record] = await recordsById(crm, 'deal', [face.recordId]);
  if (!record) return null;
  const actor = theApp(face.team, crm.settings.timeZone);
  const glance = await glanceAt(crm, { deal: record.id });
  const groups = [{ entity: deal, records: [record] }, ...glanceGroups(glance)];
  // A card stays as it is for days: nothing on it may be called `today`.
  const context = { ...(await showContext({ slack, actor }, groups)), today: '' };
  const stay = (await stageTimes(crm, record, actor.timeZone)).at(-1);
  const lead = face.lead === null ? null : (JSON.parse(face.lead) as FirstUpdate);
  const postedAt = lead ? (JSON.parse(lead.payload) as { at: string }).at : '';
  return {
    record,
    glance,
    context,
    since: stay?.since ?? null,
    lead: lead && (await wordsOf(slack, { team: face.team, ...lead })),
    mutedBy: await whoMuted(crm, { ...face, dealId: record.id }),
    still: record.updatedAt <= postedAt,
  };
};

/** The first update on top: as text while it is the latest, small from then on. */
const leadBlocks = ({ lead, still }: CardView): KnownBlock[] => {
  if (!lead) return [];
  const words = lead.sentences.join('\n');
  return [still ? section(words) : small(words)];
};

const valueOf = ({ record, context }: CardView, name: string): string => showValue(deal, record, name, context);

const amountOf = (view: CardView): string => (view.record['amount'] === null ? 'no amount' : valueOf(view, 'amount'));

const isOpen = ({ record, context }: CardView): boolean =>
  context.stages.find(({ id }) => id === record['stage'])?.outcome === 'open';

/** `*Proposal* since Nov 3rd`. */
const stageOf = (view: CardView): string =>
  `*${valueOf(view, 'stage')}*${view.since === null ? '' : ` since ${showDayOf(view.since)}`}`;

const closeOf = (view: CardView): string =>
  isOpen(view) ? `*Expected close*\n${valueOf(view, 'closeOn')}` : `*Closed*\n${valueOf(view, 'closedOn')}`;

const touchOf = ({ glance, context }: CardView): string => {
  const [touch] = glance.touches;
  if (!touch) return 'No interactions yet.';
  const entity = entityOf('interaction');
  const kind = showValue(entity, touch, 'kind', context);
  const said = showBeginning(entity, touch, 'what', context, 120).replace(/\s+/g, ' ');
  return `Last interaction: ${kind.toLowerCase()} by ${showValue(entity, touch, 'owner', context)}, ${showMoment(String(touch['happenedAt']))}: ${said}`;
};

const titleLine = (view: CardView): string => `${deal.icon} ${named(deal, view.record)} · ${valueOf(view, 'customer')}`;

/** Commands on a deal card; permission is checked on the click. */
const COMMANDS = [
  ['Stage', 'stage'],
  ['Owner', 'owner'],
  ['Log', 'log'],
  ['Follow-up', 'next'],
] as const;

const verbsOn = ({ mutedBy }: CardView): readonly (readonly [string, string])[] => [
  ...COMMANDS,
  mutedBy === null ? ['Mute updates', 'mute'] : ['Unmute', 'unmute'],
];

const muteBlocks = ({ mutedBy }: CardView): KnownBlock[] =>
  mutedBy === null ? [] : [small(`:no_bell: ${escape(mutedBy)} muted updates about this deal here.`)];

const full = (view: CardView): KnownBlock[] => {
  const ref = refOf(deal, view.record.id);
  return [
    section(titleLine(view)),
    ...facts([
      `*Stage*\n${stageOf(view)}`,
      `*Amount*\n${amountOf(view)}`,
      closeOf(view),
      `*Owner*\n${valueOf(view, 'owner')}`,
    ]),
    section(`*Next step*\n${view.glance.next ? followUpLine(view.glance.next, view.context) : NO_FOLLOW_UP}`),
    small(touchOf(view)),
    ...muteBlocks(view),
    actions(...verbsOn(view).map(([label, verb]) => button(label, verb, ref))),
  ];
};

const compact = (view: CardView): KnownBlock[] => {
  const ref = refOf(deal, view.record.id);
  const close = view.record['closeOn'] === null || !isOpen(view) ? [] : [`closes ${valueOf(view, 'closeOn')}`];
  const line = [titleLine(view), stageOf(view), amountOf(view), ...close, valueOf(view, 'owner')].join(' · ');
  const options = verbsOn(view).map(([label, verb]) => [label, `${verb} ${ref}`] as const);
  return [{ ...section(line), accessory: menu('card', ref, options) }, ...muteBlocks(view)];
};

/** The card of a deleted or merged deal, without buttons. */
const gone = (view: CardView): KnownBlock[] => {
  const { record } = view;
  const name = `~${escape(cut(titleOf(deal, record), 120))}~ · ${refOf(deal, record.id)}`;
  const into = record['mergedInto'];
  if (typeof into !== 'number') return [section(`:wastebasket: ${name} was deleted.`)];
  const mergeTarget = `*${valueOf(view, 'mergedInto')}* · ${refOf(deal, into)}`;
  return [section(`:twisted_rightwards_arrows: ${name} was merged into ${mergeTarget}.`)];
};

/** The card of a deal as it is now; null when there never was one. */
export async function livingCard(slack: SlackContext, face: CardSubject): Promise<Message | null> {
  const view = await look(slack, face);
  if (!view) return null;
  const { record } = view;
  const body = record.deletedAt !== null ? gone : face.style === 'compact' ? compact : full;
  const title = `${cut(titleOf(deal, record), 120)} (${refOf(deal, record.id)})`;
  // A fresh update is titled by its own text.
  const isNews = view.lead !== null && view.still;
  return Message.of({ ...(!isNews && { title }), blocks: [...leadBlocks(view), ...body(view)] });
}
