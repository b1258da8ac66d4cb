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
  const { at, people, desk, deals, firm, leaves } = saga;
  const [known, later] = [people.filter((person) => person.at === at), people.filter((person) => person.at > at)];
  const someone = people[0] as Person;
  const silent = deals.length > 0 || firm.old;
  const arrival: Act = {
    at,
    by: repAt(desk, at),
    writes: [
      enterFirm(saga),
      ...known.map((person) => introduce(luck, saga, person)),
      ...(silent ? [] : [notes.talk('prospect', { saga, deal: null, person: someone, at })]),
    ],
  };
  const introductions = later.map((person): Act => ({
    at: person.at,
    by: repAt(desk, person.at),
    writes: [introduce(luck, saga, person)],
  }));
  if (!firm.former) return [arrival, ...introductions];
  const goodbye = notes.tell('call', firm.former, { saga, deal: null, person: someone, at: leaves });
  const parting: Act = {
    at: leaves,
    by: repAt(desk, leaves),
    writes: [goodbye, write(saga.draft, { status: 'former' })],
  };
  return [arrival, ...introductions, parting];
};
