/** What takes the pictures of an import. */
import type { Visitor } from '../tests/support/visitor.ts';

const STAGES = ['Closed Won', 'Qualified To Buy', 'Closed Lost', 'Contract Sent', 'Lead', 'Proposal'];
const OWNERS = ['Ana Kovačević', 'Jane Carter', 'Ben Okafor', 'Tom Reed'];

/** Deals as HubSpot exports them, with what an import asks about. */
const deals = (): Buffer => {
  const rows = Array.from({ length: 300 }, (_, at) => [
    8_710_000 + at,
    `Beer garden ${at + 1}`,
    at % 5 === 0 ? `Brewery ${at % 40}` : 'Isarbräu GmbH',
    STAGES[at % STAGES.length],
    at % 17 === 0 ? `£${at + 1}` : (at + 1) * 100,
    `2026-0${(at % 9) + 1}-1${at % 7}`,
    OWNERS[at % OWNERS.length],
    at % 2 === 0 ? 'Price' : '',
  ]);
  const head = ['Record ID', 'Deal Name', 'Associated Company', 'Deal Stage', 'Amount', 'Close Date', 'Deal owner'];
  return Buffer.from([[...head, 'Closed Lost Reason'], ...rows].map((row) => row.join(',')).join('\n'));
};

/** Goes as far as the preview of an import, with one cause fixed. */
export async function openPreview(visitor: Visitor): Promise<void> {
  const { page } = visitor;
  const dialog = visitor.dialog();
  const press = (name: string) => dialog.getByRole('button', { name }).first().click();
  await visitor.says('/crm import deals');
  await dialog.waitFor();
  const file = { name: 'hubspot-deals.csv', mimeType: 'text/csv', buffer: deals() };
  await page.locator('input[type=file]').setInputFiles(file);
  await dialog.getByText('hubspot-deals.csv').waitFor();
  await dialog.getByRole('button', { name: 'Next' }).click();
  await dialog.getByText('Match columns').waitFor();
  await press('Preview');
  await dialog.getByText('Nothing is saved yet').waitFor({ timeout: 60_000 });
  await press('Fix');
  await dialog.getByText(/Create (customers|employees)/).click();
  await press('Check again');
  await dialog.getByText('because rows refer to').waitFor({ timeout: 60_000 });
}
