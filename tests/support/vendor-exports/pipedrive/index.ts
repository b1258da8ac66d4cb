import type { VendorExport } from '../truth.ts';
import { aWorld, NAMESAKES, type Activity } from '../world.ts';
import { ZONE } from './account.ts';
import { activities, notes } from './activities.ts';
import { deals } from './deals.ts';
import { organizations } from './organizations.ts';
import { people } from './people.ts';

/** Activities name one person and no ids: what would be about one of two of a name is about nobody. */
const asKept = (one: Activity): Activity => {
  if (one.company?.n === NAMESAKES.first) return { ...one, company: null, contacts: [], deal: null };
  return { ...one, contacts: one.contacts.slice(0, 1) };
};

/** An account's exports, in euros, by somebody who writes numbers as in Germany. */
export const pipedrive = (): VendorExport => {
  const world = aWorld(23);
  const kept = world.activities.map(asKept);
  const isNote = ({ kind }: Activity): boolean => kind === 'note';
  return {
    system: 'Pipedrive',
    settings: { currency: 'EUR', locale: 'en-GB', timeZone: ZONE },
    files: [
      organizations(world.companies),
      people(world.contacts),
      deals(world.deals),
      activities(kept.filter((one) => !isNote(one)).map((one, at) => ({ ...one, n: at + 1 }))),
      notes(kept.filter(isNote).map((one, at) => ({ ...one, n: at + 1 }))),
    ],
  };
};
