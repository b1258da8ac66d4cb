import { hubspot } from './hubspot/index.ts';
import { pipedrive } from './pipedrive/index.ts';
import { salesforce } from './salesforce/index.ts';
import { spreadsheet } from './spreadsheet/index.ts';
import type { VendorExport } from './truth.ts';

/** The exports of each system, made anew. */
export const vendorExports = (): VendorExport[] => [hubspot(), pipedrive(), salesforce(), spreadsheet()];
