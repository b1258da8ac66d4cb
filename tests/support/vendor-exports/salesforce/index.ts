import type { VendorExport } from '../truth.ts';
import { aWorld, type Activity } from '../world.ts';
import { accounts } from './accounts.ts';
import { events, notes, tasks } from './activities.ts';
import { contacts } from './contacts.ts';
import { opportunities } from './opportunities.ts';

/** Tasks and events name one contact, old notes none. */
const asKept = (one: Activity): Activity => ({ ...one, contacts: one.kind === 'note' ? [] : one.contacts.slice(0, 1) });

/** The whole export of an organization, in dollars. */
export const salesforce = (): VendorExport => {
  const world = aWorld(37);
  const kept = world.activities.map(asKept);
  return {
    system: 'Salesforce',
    settings: { currency: 'USD', locale: 'en-US', timeZone: 'America/New_York' },
    files: [
      accounts(world.companies),
      contacts(world.contacts),
      opportunities(world.deals),
      tasks(kept.filter(({ kind }) => kind === 'call' || kind === 'task')),
      events(kept.filter(({ kind }) => kind === 'meeting')),
      notes(kept.filter(({ kind }) => kind === 'note')),
    ],
  };
};
