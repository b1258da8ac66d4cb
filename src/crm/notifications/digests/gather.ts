import type { SubscriptionRecord } from '../../../model/entities/subscriptions.ts';
import type { DigestPeriod, Gathered, SectionName, DigestSection, DigestLine } from '../../../store/outbox/payloads.ts';
import { BACKFILL } from '../../../model/actor.ts';
import type { AnyRecord } from '../../../model/record.ts';
import type { Value } from '../../../model/fields.ts';
import { entityOf } from '../../../model/registry.ts';
import type { Subscription } from '../../../model/subscriptions/subscription.ts';
import type { Fact } from '../../../model/subscriptions/facts.ts';
import type { AuditEntry, Changes } from '../../../store/audit/audit-row.ts';
import { heardOfTime } from '../../../store/notifications/digests.ts';
import { mutedIn } from '../../../store/notifications/mutes.ts';
import { findRecords } from '../../../store/records.ts';
import { beside, everyStageOf, type Crm } from '../../context/index.ts';
import { eventOf, matchesAny } from '../announce/index.ts';
import { effectOf, openSnapshot, readTrail, walkBack, type Past } from '../../replay/index.ts';

/** Entries of the trail that are looked through at most for one digest. */
const MOST_ENTRIES = 50_000;

/** Sections of a digest, in order. */
export const SECTIONS = ['won', 'lost', 'new', 'moved', 'slipped', 'stalled'] as const satisfies readonly SectionName[];
/** Lines of a section that are kept. */
const MOST_LINES = 10;

/** Everything that happened to one deal, oldest first. */
interface Story {
  deal: AnyRecord;
  facts: Set<Fact>;
  /** What of it was won, lost or reopened last. */
  outcome: Fact | null;
  stage: [Value, Value] | null;
  closeOn: [Value, Value] | null;
}

const span = (so: [Value, Value] | null, then: readonly [Value, Value] | undefined): [Value, Value] | null =>
  then ? [so ? so[0] : then[0], then[1]] : so;

const OUTCOMES: readonly Fact[] = ['won', 'lost', 'reopened'];

/** A notified fact, with the deal as it stood after it. */
interface Heard {
  deal: AnyRecord;
  facts: Fact[];
  changes: Changes;
}

const goOn = (story: Story | undefined, { deal, facts, changes }: Heard): Story => ({
  deal,
  facts: new Set([...(story?.facts ?? []), ...facts]),
  outcome: facts.find((fact) => OUTCOMES.includes(fact)) ?? story?.outcome ?? null,
  stage: span(story?.stage ?? null, changes['stage']),
  closeOn: span(story?.closeOn ?? null, changes['closeOn']),
});

const hasSlipped = ({ closeOn, facts }: Story): boolean =>
  facts.has('slipped') && closeOn !== null && String(closeOn[1] ?? '') > String(closeOn[0] ?? '');

/** Where a deal belongs by what finally stands: nowhere, or in several places. */
const sectionsOf = (story: Story, isOpen: (stage: Value) => boolean): SectionName[] => {
  const { facts, outcome, stage, deal } = story;
  if (deal.deletedAt !== null) return [];
  const isNew = facts.has('created') || facts.has('restored');
  if (outcome === 'won' || outcome === 'lost') return isNew ? [outcome, 'new'] : [outcome];
  if (!isOpen(deal['stage'] ?? null)) return isNew ? ['new'] : [];
  const moved =
    stage !== null && stage[0] !== stage[1] && (facts.has('stage') || facts.has('regressed') || outcome !== null);
  return [
    ...(isNew ? (['new'] as const) : moved ? (['moved'] as const) : []),
    ...(hasSlipped(story) ? (['slipped'] as const) : []),
  ];
};

const lineOf = (section: SectionName, { deal, stage, closeOn }: Story): DigestLine => {
  const [was, is] = (section === 'moved' ? stage : section === 'slipped' ? closeOn : null) ?? [];
  return {
    deal: deal.id,
    amount: typeof deal['amount'] === 'number' ? deal['amount'] : null,
    currency: String(deal['currency']),
    stage: Number(deal['stage']),
    ...(was !== undefined && is !== undefined && { was, is }),
  };
};

const sectionOf = (lines: readonly DigestLine[]): DigestSection => {
  const worth: Record<string, number> = {};
  for (const { amount, currency } of lines) if (amount !== null) worth[currency] = (worth[currency] ?? 0) + amount;
  const sorted = lines.toSorted((a, b) => (b.amount ?? -1) - (a.amount ?? -1) || a.deal - b.deal);
  return { lines: sorted.slice(0, MOST_LINES), count: lines.length, worth };
};

const TOLD_ELSEWHERE: readonly Fact[] = [
  'won',
  'lost',
  'created',
  'stage',
  'regressed',
  'reopened',
  'slipped',
  'stalled',
];

interface DigestTally {
  stories: Map<number, Story>;
  also: Gathered['also'];
  only: string | null;
}

const heardOf = async (crm: Crm, entry: AuditEntry, past: Past, parsed: Subscription): Promise<Heard | null> => {
  const { replay, stages, dayAt } = past;
  const effect = effectOf(entry, past);
  const domainEvent = effect && (await eventOf(effect, stages, (id) => Promise.resolve(replay.at('deal', id))));
  if (!domainEvent) return null;
  const [{ deal }] = domainEvent.news;
  const { timeZone, currency } = crm.settings;
  const lastTouch = (): Promise<string | null> => Promise.resolve(replay.lastTouch(deal.id));
  const around = { today: dayAt(entry.at), timeZone, currency, stages, lastTouch };
  const facts = await matchesAny(parsed, domainEvent, around);
  return facts.length === 0 ? null : { deal, facts, changes: entry.changes };
};

/** Facts of that time that match the subscription. */
const heardIn = async (
  crm: Crm,
  team: string,
  parsed: Subscription,
  { from, before }: DigestPeriod,
): Promise<DigestTally> => {
  const trail = await readTrail(crm, from, MOST_ENTRIES);
  const past = await openSnapshot(crm, trail, { deals: [], touches: /quiet|touch/i.test(parsed.filter) });
  const heard: Heard[] = [];
  for await (const entry of walkBack(trail, past)) {
    if (entry.at >= before || entry.verb === 'repoint' || entry.slackTeamId !== team) continue;
    if (entry.source === BACKFILL) continue;
    const one = await heardOf(crm, entry, past, parsed);
    if (one) heard.push(one);
  }
  const tally: DigestTally = { stories: new Map(), also: {}, only: trail.only };
  for (const one of heard.toReversed()) {
    const { id } = one.deal;
    if (id > 0 && !one.facts.includes('logged')) tally.stories.set(id, goOn(tally.stories.get(id), one));
    for (const fact of one.facts) if (!TOLD_ELSEWHERE.includes(fact)) tally.also[fact] = (tally.also[fact] ?? 0) + 1;
  }
  return tally;
};

/** Deals that stalled, and how many customers went silent and follow-ups came due. */
const addTime = async (
  crm: Crm,
  subscription: number,
  { from, before }: DigestPeriod,
  heard: DigestTally,
): Promise<DigestLine[]> => {
  const news = await heardOfTime(crm.database.db, subscription, from, before);
  const facts: Readonly<Record<string, Fact>> = { silent: 'silent', 'follow-up-due': 'due' };
  for (const { event } of news) {
    const fact = facts[event];
    if (fact) heard.also[fact] = (heard.also[fact] ?? 0) + 1;
  }
  const ids = news.filter(({ event }) => event === 'stalled').map(({ record }) => record);
  const deals = await findRecords(crm.database.db, entityOf('deal'), ids);
  return [...deals.values()]
    .filter(({ deletedAt }) => deletedAt === null)
    .map((deal) => lineOf('stalled', { deal, facts: new Set(), outcome: null, stage: null, closeOn: null }));
};

const gathered = (lines: Record<SectionName, DigestLine[]>, { also, only }: DigestTally): Gathered => {
  const filled = SECTIONS.filter((name) => lines[name].length > 0);
  return { sections: Object.fromEntries(filled.map((name) => [name, sectionOf(lines[name])])), also, only };
};

const noLines = (): Record<SectionName, DigestLine[]> => ({
  won: [],
  lost: [],
  new: [],
  moved: [],
  slipped: [],
  stalled: [],
});

/** Only what time brought. */
export async function gatherTime(crm: Crm, subscription: number, period: DigestPeriod): Promise<Gathered> {
  const tally: DigestTally = { stories: new Map(), also: {}, only: null };
  const stalled = await addTime(crm, subscription, period, tally);
  return gathered({ ...noLines(), stalled }, tally);
}

/** Everything of that time that matches the subscription, as the net change of each deal. @throws Unclear */
export async function gather(
  present: Crm,
  subscription: SubscriptionRecord,
  parsed: Subscription,
  period: DigestPeriod,
): Promise<Gathered> {
  const crm = beside(present);
  const muted = await mutedIn(crm.database.db, { team: subscription.team, channel: parsed.channel });
  const heard = await heardIn(crm, subscription.team, parsed, period);
  const open = new Set((await everyStageOf(crm)).filter(({ outcome }) => outcome === 'open').map(({ id }) => id));
  const lines = noLines();
  for (const story of [...heard.stories.values()].filter(({ deal }) => !muted.has(deal.id)))
    for (const name of sectionsOf(story, (stage) => open.has(Number(stage)))) lines[name].push(lineOf(name, story));
  const stalled = await addTime(crm, subscription.id, period, heard);
  lines.stalled.push(...stalled.filter(({ deal }) => !muted.has(deal)));
  return gathered(lines, heard);
}
