import type { Stage } from '../model/record.ts';
import { addDays, dayOf, momentOf } from '../model/dates/time.ts';
import { write, type Act, type Write } from './act.ts';
import { workdayFrom } from './calendar.ts';
import { repAt } from './desks.ts';
import type { Random } from './luck.ts';
import type { Notes, Progress, Subject } from './notes.ts';
import type { Deal, AccountHistory } from './saga.ts';

export interface Desktop {
  now: number;
  random: Random;
  notes: Notes;
  stages: readonly Stage[];
}

/** From and to, in thousands of whatever the currency is. */
const PRICES: Readonly<Record<string, [number, number]>> = { Dock: [18, 64], Route: [12, 46], Yard: [8, 30] };
export const PROGRESS: readonly Progress[] = ['new', 'qualified', 'proposal', 'negotiation'];

const stageFor = (stages: readonly Stage[], to: Deal['turns'][number]['to']): number => {
  const open = stages.filter(({ outcome }) => outcome === 'open');
  const found =
    typeof to === 'number'
      ? (open[Math.min(to, open.length - 1)] ?? stages[0])
      : stages.find(({ outcome }) => outcome === to);
  if (!found) throw new Error(`The pipeline has no stage for ${to}`);
  return found.id;
};

/** On which day they expect to close: about right for closed deals, ahead or just missed for open ones. */
const expectedClose = ({ now, random }: Desktop, { fate, turns, stale }: Deal): string => {
  const today = dayOf(now, 'UTC');
  const end = turns.at(-1);
  if (end && (fate === 'won' || fate === 'lost'))
    return workdayFrom(addDays(dayOf(end.at, 'UTC'), random.between(-12, 20)));
  const missed = stale || (fate === 'negotiation' && random.chance(0.4));
  return workdayFrom(addDays(today, missed ? -random.between(3, 24) : random.between(5, fate === 'new' ? 120 : 75)));
};

interface Numbers {
  /** In whole units of the currency. */
  asked: number;
  agreed: number;
  closeOn: string;
}

const numbersOf = (desktop: Desktop, deal: Deal): Numbers => {
  const { random } = desktop;
  const [least, most] = PRICES[deal.product] ?? [10, 40];
  const asked = random.between(least * 2, most * 2) * 500;
  const discount = random.chance(0.5) ? random.between(2, 10) : 0;
  return {
    asked,
    agreed: Math.round((asked * (100 - discount)) / 10_000) * 100,
    closeOn: expectedClose(desktop, deal),
  };
};

/** Entered early: often nobody knows a number yet, and the day is a hope. */
const enterDeal = (
  { random }: Desktop,
  { draft, name, person, fate, at }: Deal,
  history: AccountHistory,
  numbers: Numbers,
): Write => {
  const hoped = workdayFrom(addDays(dayOf(at, 'UTC'), random.between(45, 110)));
  return write(draft, {
    name,
    customer: history.draft,
    contact: person.draft,
    amount: random.chance(0.55) ? String(numbers.asked) : null,
    closeOn: fate === 'new' ? numbers.closeOn : hoped,
  });
};

const turnDeal = (desktop: Desktop, subject: Subject, to: Deal['turns'][number]['to'], numbers: Numbers): Write[] => {
  const { notes, stages, random } = desktop;
  const { deal, history, at } = subject;
  if (!deal) return [];
  const stage = stageFor(stages, to);
  if (to === 'lost') {
    const { reason, told } = notes.loss(subject);
    return [told, write(deal.draft, { stage, amount: String(numbers.asked), lostReason: reason })];
  }
  if (to === 'won') {
    const buys = at === history.buysSince ? [write(history.draft, { status: 'active' })] : [];
    return [notes.talk('won', subject), write(deal.draft, { stage, amount: String(numbers.agreed) }), ...buys];
  }
  const topic = (['first', 'qualified', 'proposal', 'negotiation'] as const)[to] ?? 'negotiation';
  const learned = { stage, closeOn: numbers.closeOn, ...(to >= 2 && { amount: String(numbers.asked) }) };
  return [...(random.chance(0.9) ? [notes.talk(topic, subject)] : []), write(deal.draft, learned)];
};

/** A deal from its first talk to where it stands today; now and then with a promise that is kept at the next turn. */
export function workingDeal(desktop: Desktop, history: AccountHistory, deal: Deal): Act[] {
  const { random, notes } = desktop;
  const numbers = numbersOf(desktop, deal);
  const subject = (at: number): Subject => ({ history, deal, person: deal.person, at });
  const first = random.chance(0.85) ? [notes.talk('first', subject(deal.at))] : [];
  const acts: Act[] = [
    { at: deal.at, by: repAt(history.desk, deal.at), writes: [enterDeal(desktop, deal, history, numbers), ...first] },
  ];
  deal.turns.forEach(({ at, to }, index) => {
    const writes = turnDeal(desktop, subject(at), to, numbers);
    const before = acts.at(-1);
    if (before && random.chance(0.25)) {
      const promise = notes.step(PROGRESS[index] ?? 'new', subject(before.at), dayOf(at, 'UTC'));
      before.writes.push(promise);
      writes.push(write(promise.draft, { doneAt: momentOf(at) }));
    }
    acts.push({ at, by: repAt(history.desk, at), writes });
  });
  return acts;
}
