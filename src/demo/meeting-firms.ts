import { write, type Act, type Write } from './act.ts';
import { repAt } from './desks.ts';
import type { Random } from './luck.ts';
import type { Notes } from './notes.ts';
import type { DemoPerson, AccountHistory } from './saga.ts';

const digits = (random: Random): string => String(random.between(1, 99)).padStart(2, '0');

const introduce = (random: Random, { firm, draft }: AccountHistory, person: DemoPerson): Write =>
  write(person.draft, {
    name: person.name,
    customer: draft,
    role: person.role,
    email: `${person.mailbox}@${firm.domain}.example`,
    phone: random.chance(0.7) ? firm.phone + digits(random) : null,
  });

const enterFirm = ({ firm, draft }: AccountHistory): Write =>
  write(draft, {
    name: firm.name,
    status: firm.old ? 'active' : 'prospect',
    industry: firm.industry,
    website: `https://www.${firm.domain}.example`,
    email: `info@${firm.domain}.example`,
    phone: `${firm.phone}00`,
    address: firm.address,
    country: firm.country,
    notes: firm.story,
  });

/** The firm is entered with those whom we know; the others follow as we meet them; some say goodbye in the end. */
export function meetingFirms(random: Random, notes: Notes, history: AccountHistory): Act[] {
  const { at, people, desk, leaves } = history;
  const [known, later] = [people.filter((person) => person.at === at), people.filter((person) => person.at > at)];
  const byRep = (moment: number, writes: Write[]): Act => ({ at: moment, by: repAt(desk, moment), writes });
  const arrival = [
    enterFirm(history),
    ...known.map((person) => introduce(random, history, person)),
    ...firstTalk(notes, history),
  ];
  return [
    byRep(at, arrival),
    ...later.map((person) => byRep(person.at, [introduce(random, history, person)])),
    ...(leaves < Infinity ? [byRep(leaves, goodbye(notes, history))] : []),
  ];
}

/** Where no deal begins with a talk, the acquaintance does. */
const firstTalk = (notes: Notes, history: AccountHistory): Write[] => {
  const { at, deals, firm, people } = history;
  if (deals.length > 0 || firm.old) return [];
  return [notes.talk('prospect', { history, deal: null, person: people[0] as DemoPerson, at })];
};

const goodbye = (notes: Notes, history: AccountHistory): Write[] => [
  notes.tell('call', history.firm.former ?? '', {
    history,
    deal: null,
    person: history.people[0] as DemoPerson,
    at: history.leaves,
  }),
  write(history.draft, { status: 'former' }),
];
