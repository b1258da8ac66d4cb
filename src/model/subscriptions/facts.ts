import type { Stage } from '../record.ts';
import type { Value } from '../fields.ts';
import type { EventName } from './events.ts';

/** What happened to a deal, as it is told; a change can be several. */
export type DealFact =
  | 'created'
  | 'removed'
  | 'restored'
  | 'merged'
  | 'stage'
  | 'regressed'
  | 'won'
  | 'lost'
  | 'reopened'
  | 'amount'
  | 'owner'
  | 'closeDate'
  | 'slipped'
  | 'stalled';

/** What happened to anything that can be heard of. */
export type Fact = DealFact | 'logged' | 'customer' | 'due' | 'silent';

/** Whoever subscribed to one of these hears of it. What is a special case of something else is heard with that. */
const HEARD_WITH: Readonly<Record<Fact, readonly EventName[]>> = {
  created: ['created'],
  removed: ['created'],
  restored: ['created'],
  merged: ['created'],
  stage: ['stage'],
  regressed: ['stage', 'regressed'],
  won: ['won'],
  lost: ['lost'],
  reopened: ['reopened'],
  amount: ['amount'],
  owner: ['owner'],
  closeDate: ['close-date'],
  slipped: ['close-date', 'slipped'],
  logged: ['interaction'],
  customer: ['customer-created'],
  stalled: ['stalled'],
  due: ['follow-up-due'],
  silent: ['silent'],
};

/** Each of them once, in the order in which they are told. */
export function factsInOrder<F extends Fact>(facts: readonly F[]): F[] {
  return (Object.keys(HEARD_WITH) as F[]).filter((fact) => facts.includes(fact));
}

/** Field name to [before, after]. */
type Pairs = Readonly<Record<string, readonly [Value, Value]>>;

const stageFact = ([was, is]: readonly [Value, Value], stages: readonly Stage[]): DealFact => {
  const [before, after] = [was, is].map((id) => stages.find((stage) => stage.id === id));
  if (after && after.outcome !== 'open') return after.outcome;
  if (before && before.outcome !== 'open') return 'reopened';
  return before && after && after.position < before.position ? 'regressed' : 'stage';
};

const closeFact = ([was, is]: readonly [Value, Value]): DealFact =>
  was !== null && is !== null && is > was ? 'slipped' : 'closeDate';

/** A deal that is entered as won or lost is created, and that as well. */
const creation = ({ stage }: Pairs, stages: readonly Stage[]): DealFact[] => {
  const outcome = stages.find(({ id }) => id === stage?.[1])?.outcome ?? 'open';
  return outcome === 'open' ? ['created'] : ['created', outcome];
};

const ONE: Readonly<Record<string, DealFact>> = { remove: 'removed', merge: 'merged' };

/**
 * What a write means for those who hear of the deal; none for what nobody can subscribe to.
 * @param stages those that are gone as well
 */
export function dealFacts(verb: string, changes: Pairs, stages: readonly Stage[]): DealFact[] {
  const one = ONE[verb];
  if (one) return [one];
  if (verb === 'create') return creation(changes, stages);
  const { stage, amount, owner, closeOn } = changes;
  return [
    ...(verb === 'restore' ? (['restored'] as const) : []),
    ...(stage ? [stageFact(stage, stages)] : []),
    ...(amount ? (['amount'] as const) : []),
    ...(owner ? (['owner'] as const) : []),
    ...(closeOn ? [closeFact(closeOn)] : []),
  ];
}

/** Those of the facts that somebody with these events hears. */
export function heard<F extends Fact>(facts: readonly F[], events: readonly EventName[]): F[] {
  return facts.filter((fact) => HEARD_WITH[fact].some((event) => events.includes(event)));
}
