import type { VendorExport } from '../truth.ts';
import { aWorld } from '../world.ts';
import { activitiesOf } from './activities.ts';
import { companies } from './companies.ts';
import { contacts } from './contacts.ts';
import { deals } from './deals.ts';
import { ZONE } from './portal.ts';

/** A portal's exports, in euros. */
export const hubspot = (): VendorExport => {
  const world = aWorld(11);
  return {
    system: 'HubSpot',
    settings: { currency: 'EUR', locale: 'en-GB', timeZone: ZONE },
    files: [
      companies(world.companies),
      contacts(world.contacts),
      deals(world.deals),
      ...(['note', 'call', 'meeting', 'task'] as const).map((kind) => activitiesOf(kind, world.activities)),
    ],
  };
};
