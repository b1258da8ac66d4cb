import { Draft, write, type Write } from './act.ts';
import { MINUTE } from './calendar.ts';
import type { Random } from './luck.ts';
import type { Deal, DemoPerson, AccountHistory } from './saga.ts';
import { CARE_STEPS, NEXT_STEPS } from './words/next-steps.ts';
import { LOST } from './words/lost.ts';
import { CLOSINGS, DETAILS, TALK, type Kind, type Topic } from './words/talk.ts';

export interface Subject {
  history: AccountHistory;
  deal: Deal | null;
  person: DemoPerson;
  at: number;
}

/** How far an open deal is: by the rung it stands on. */
export type Progress = keyof typeof NEXT_STEPS;

/** Finds the words for everything that people at Rampwerk write down. */
export interface Notes {
  /** The interaction of a talk. */
  talk: (topic: Topic, subject: Subject) => Write;
  /** A talk told in these very words. */
  tell: (kind: Kind, what: string, subject: Subject) => Write;
  /** How a deal was lost: the reason, and the talk in which they said so. */
  loss: (subject: Subject) => { reason: string; told: Write };
  /** A promise for a day. */
  step: (progress: Progress | null, subject: Subject, dueOn: string) => Write;
}

const TOPICS = Object.keys(TALK) as Topic[];

/** Every line of a topic with its kind. */
const cardsOf = (topic: Topic): { kind: Kind; line: string }[] =>
  Object.entries(TALK[topic]).flatMap(([kind, lines]) => lines.map((line) => ({ kind: kind as Kind, line })));

/** When one still learns what the customer needs. */
const EARLY: readonly Topic[] = ['first', 'qualified'];

export function notesWith(random: Random): Notes {
  const lines = Object.fromEntries(TOPICS.map((topic) => [topic, random.deck(cardsOf(topic))]));
  const details = Object.fromEntries(Object.entries(DETAILS).map(([product, said]) => [product, random.deck(said)]));
  const steps = Object.fromEntries(
    Object.entries(NEXT_STEPS).map(([progress, words]) => [progress, random.deck(words)]),
  );
  const decks = { closing: random.deck(CLOSINGS), care: random.deck(CARE_STEPS), lost: random.deck(LOST) };

  const fill = (line: string, { history, deal, person }: Subject): string => {
    const words: Record<string, string | number> = {
      who: person.called,
      firm: history.firm.name,
      product: deal?.product ?? 'our software',
      site: deal?.site ?? 'their site',
      // Tours and vans cannot be visited, and sites can.
      place: deal && deal.product !== 'Route' ? deal.site : 'the depot',
      n: random.between(10, 60),
    };
    const filled = line.replace(/\{(\w+)\}/g, (_, slot: string) => String(words[slot] ?? ''));
    return filled.charAt(0).toUpperCase() + filled.slice(1);
  };

  const tell: Notes['tell'] = (kind, what, subject) =>
    write(new Draft('interaction'), {
      customer: subject.history.draft,
      contact: subject.person.draft,
      deal: subject.deal?.draft ?? null,
      kind,
      happenedAt: new Date(subject.at - random.between(3, 40) * MINUTE).toISOString(),
      what: fill(what, subject),
    });

  /** A line, sometimes with what the product is about or how one parted. */
  const talk: Notes['talk'] = (topic, subject) => {
    const card = lines[topic]?.() ?? { kind: 'note', line: '' };
    const detail = EARLY.includes(topic) && random.chance(0.6) ? details[subject.deal?.product ?? '']?.() : undefined;
    const closing = random.chance(0.2) ? decks.closing() : undefined;
    return tell(card.kind, [card.line, detail, closing].filter(Boolean).join(' '), subject);
  };

  return {
    talk,
    tell,
    loss: (subject) => {
      const { reason, kind, what } = decks.lost();
      return { reason, told: tell(kind, what, subject) };
    },
    step: (progress, subject, dueOn) =>
      write(new Draft('followUp'), {
        customer: subject.history.draft,
        deal: subject.deal?.draft ?? null,
        what: fill((progress ? steps[progress]?.() : undefined) ?? decks.care(), subject),
        dueOn,
      }),
  };
}
