import type { VendorExport } from '../truth.ts';
import { aWorld } from '../world.ts';
import { activities } from './activities.ts';
import { contacts } from './contacts.ts';
import { customers } from './customers.ts';
import { deals } from './deals.ts';
import { ZONE } from './sheet.ts';

/** The spreadsheets of a firm in Britain, in pounds. */
export const spreadsheet = (): VendorExport => {
  const world = aWorld(53);
  return {
    system: 'Spreadsheet',
    settings: { currency: 'GBP', locale: 'en-GB', timeZone: ZONE },
    files: [customers(world.companies), contacts(world.contacts), deals(world.deals), activities(world.activities)],
  };
};
