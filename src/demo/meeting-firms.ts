import { write, type Act, type Write } from './act.ts';
import { repAt } from './desks.ts';
import type { Luck } from './luck.ts';
import type { Notes } from './notes.ts';
import type { Person, Saga } from './saga.ts';

const digits = (luck: Luck): string => String(luck.between(1, 99)).padStart(2, '0');

const introduce = (luck: Luck, { firm, draft }: Saga, person: Person): Write =>
  write(person.draft, {
    name: person.name,
    customer: draft,
    role: person.role,
    email: `${person.mailbox}@${firm.domain}.example`,
    phone: luck.chance(0.7) ? firm.phone + digits(luck) : null,
  });

const enterFirm = ({ firm, draft }: Saga): Write =>
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
export const meetingFirms = (luck: Luck, notes: Notes, saga: Saga): Act[] => {
  const { at, people, desk, leaves } = saga;
  const [known, later] = [people.filter((person) => person.at === at), people.filter((person) => person.at > at)];
  const byRep = (moment: number, writes: Write[]): Act => ({ at: moment, by: repAt(desk, moment), writes });
  const arrival = [enterFirm(saga), ...known.map((person) => introduce(luck, saga, person)), ...firstTalk(notes, saga)];
  return [
    byRep(at, arrival),
    ...later.map((person) => byRep(person.at, [introduce(luck, saga, person)])),
    ...(leaves < Infinity ? [byRep(leaves, goodbye(notes, saga))] : []),
  ];
};

/** Where no deal begins with a talk, the acquaintance does. */
const firstTalk = (notes: Notes, saga: Saga): Write[] => {
  const { at, deals, firm, people } = saga;
  if (deals.length > 0 || firm.old) return [];
  return [notes.talk('prospect', { saga, deal: null, person: people[0] as Person, at })];
};

const goodbye = (notes: Notes, saga: Saga): Write[] => [
  notes.tell('call', saga.firm.former ?? '', { saga, deal: null, person: saga.people[0] as Person, at: saga.leaves }),
  write(saga.draft, { status: 'former' }),
];
