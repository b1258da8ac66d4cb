import type { EntityName } from '../../../src/model/entity.ts';
import { piecesOf } from './bodies.ts';
import { dayAt } from './moments.ts';
import type { Answers, Cause, Outcome, Ref, ValueAnswer, Wanted } from './truth.ts';
import { SELLERS, type Seller } from './sellers.ts';
import type { Activity, Company, Contact, Deal } from './world.ts';

/** What is asked for once for all rows that lack it. */
export const NO_ACCOUNT = 'No account';
export const NO_REASON = 'Not recorded';

/** The steps of our pipeline, whatever a system calls its own. */
export const STEPS = ['Lead', 'Qualified', 'Proposal', 'Negotiation'] as const;

/** By which IDs a system knows the records. */
export interface Keys {
  company: (company: Company) => string;
  contact: (contact: Contact) => string;
  deal: (deal: Deal) => string;
}

type Values = Record<string, Wanted>;

const named = (entity: EntityName, name: string): Ref => ({ entity, named: name });

/** Whoever imports owns what nobody owns. */
export const ownerWanted = (owner: Seller | null): Ref => named('employee', (owner ?? SELLERS[0])?.name ?? '');

export const customerWanted = (company: Company | null, keys: Keys): Ref =>
  company === null ? named('customer', NO_ACCOUNT) : { entity: 'customer', key: keys.company(company) };

export const contactWanted = (contact: Contact | null | undefined, keys: Keys): Ref | null =>
  contact ? { entity: 'contact', key: keys.contact(contact) } : null;

export const dealWanted = (deal: Deal | null, keys: Keys): Ref | null =>
  deal ? { entity: 'deal', key: keys.deal(deal) } : null;

export const stored = (entity: EntityName, values: Values, traps: Record<string, string> = {}): Outcome => ({
  is: 'stored',
  entity,
  values,
  traps,
});

/** Who left is made an employee; the others are found by name or address. @param idOf where the file has ids alone */
export const ownersAsked = (heading: string, idOf?: (seller: Seller) => string): NonNullable<Answers['values']> => {
  const asked = SELLERS.flatMap((seller): [string, ValueAnswer][] => {
    if (idOf) return [[idOf(seller), seller.hasLeft ? { make: seller.name } : { is: seller.name }]];
    return seller.hasLeft ? [[seller.name, { make: seller.name }]] : [];
  });
  return { [heading]: { field: 'owner', words: Object.fromEntries(asked) } };
};

/** @param theirs what the system calls the steps of our pipeline */
export const stagesAsked = (theirs: readonly string[]): Record<string, { is: string }> =>
  Object.fromEntries(STEPS.map((ours, at) => [theirs[at] ?? ours, { is: ours }]));

export const leftOut = (cause: Cause, column: string | null): Outcome => ({
  is: 'left out',
  cause,
  column,
  traps: { row: cause },
});

/** As on a letter. */
export const addressWanted = ({ street, country }: Company): string =>
  `${street}\n${country.postalCode} ${country.city}\n${country.region}`;

/** What every system says of a deal, in whichever words. */
/** What a contact has beyond the fields, which have room for one of each. */
export const furtherOf = ({ emails, phones }: Pick<Contact, 'emails' | 'phones'>): string[] => [
  ...emails.slice(1),
  ...phones.slice(1).map(({ national }) => national),
];

/** @param further what the notes say, because the fields have no room for it */
export const contactValues = (contact: Contact, keys: Keys, further: readonly string[]): Values => ({
  name: `${contact.first} ${contact.last}`,
  customer: customerWanted(contact.company, keys),
  role: contact.job,
  email: contact.emails[0] ?? null,
  phone: contact.phones[0]?.e164 ?? null,
  owner: ownerWanted(contact.owner),
  notes: further.length === 0 ? null : { says: further },
});

export const dealValues = (deal: Deal, keys: Keys, timeZone: string): Values => ({
  name: deal.name,
  customer: customerWanted(deal.company, keys),
  contact: contactWanted(deal.contact, keys),
  stage: deal.outcome === 'open' ? (STEPS[deal.step] ?? null) : deal.outcome === 'won' ? 'Won' : 'Lost',
  amount: deal.amount,
  closedOn: deal.closedAt === null ? null : dayAt(deal.closedAt, timeZone),
  closeOn: deal.outcome === 'open' ? deal.expectedOn : null,
  lostReason: deal.outcome === 'lost' ? (deal.reason ?? NO_REASON) : null,
  owner: ownerWanted(deal.owner),
  createdAt: deal.createdAt,
});

/** What is done is what happened, tasks too: no kind of interaction is called so, and they are notes. */
export const isFollowUp = ({ isDone }: Activity): boolean => !isDone;

interface Kept {
  timeZone: string;
  /** Does the system keep a title for this kind? */
  hasTitle: boolean;
}

/** What happened is an interaction; what is to be done a follow-up. */
export const activityOutcome = (activity: Activity, keys: Keys, { timeZone, hasTitle }: Kept): Outcome => {
  const { kind, at, title, body, contacts, company, deal, owner } = activity;
  const links = { customer: customerWanted(company, keys), deal: dealWanted(deal, keys), owner: ownerWanted(owner) };
  if (isFollowUp(activity)) {
    const values = { ...links, what: { says: [title] }, dueOn: dayAt(at, timeZone), doneAt: null };
    return stored('followUp', values, { row: `open ${kind}` });
  }
  const others = contacts.slice(1).map(({ first, last }) => `${first} ${last}`);
  const says = [...(hasTitle ? [title] : []), ...piecesOf(body), ...others];
  const values = {
    ...links,
    contact: contactWanted(contacts[0], keys),
    kind: kind === 'task' ? 'note' : kind,
    happenedAt: at,
    what: { says },
  };
  const what = body.length > 10 ? 'long' : others.length > 0 ? 'second contact' : '';
  return stored('interaction', values, { row: kind, ...(what !== '' && { what }) });
};
