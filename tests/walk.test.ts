/** The main job of a newcomer, from `npm start` to a picture, in a real browser on the real app. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { readConfig } from '../src/config.ts';
import { startCustomerHub, type CustomerHub } from '../src/app.ts';
import { launchBrowser } from './support/browser.ts';
import { inBrowser } from './support/in-browser.ts';
import { Visitor } from './support/visitor.ts';

inBrowser('CustomerHub in the practice workspace', () => {
  const folder = mkdtempSync(join(tmpdir(), 'customerhub-walk-'));
  const complaints: string[] = [];
  let hub: CustomerHub;
  let browser: Browser;

  beforeAll(async () => {
    hub = await startCustomerHub(
      readConfig({ PORT: '0', DATABASE_URL: `sqlite:${join(folder, 'crm.db')}`, LOG_LEVEL: 'silent' }),
    );
    browser = await launchBrowser();
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await hub?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const visit = async (query: string): Promise<Visitor> => {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    page.on('pageerror', (error) => complaints.push(error.message));
    const visitor = new Visitor(page);
    await visitor.opens(`http://localhost:${hub.port}/?${query}`);
    return visitor;
  };

  test('whoever comes to the bare address is in', async () => {
    const newcomer = await visit('');
    expect(new URL(newcomer.page.url()).search).toMatch(/as=U0ANA/);
  });

  test('a rep logs a call, a manager sees the numbers with pictures', async () => {
    const ana = await visit('as=U0ANA&channel=C0SALES');
    await ana.says('/crm log');
    await ana.picks('Customer', 'isar', 'Isarbräu');
    await ana.field('What was said').fill('They want to see it on a phone.');
    await ana.field('Next step').fill('Show it on a phone');
    await ana.dialog().getByRole('button', { name: 'Save' }).click();
    await ana.dialog().getByText('Pick the due day of the next step.').waitFor();
    expect(await ana.field('What was said').inputValue()).toBe('They want to see it on a phone.');
    await ana.picksTomorrow('Due');
    await ana.dialog().getByRole('button', { name: 'Save' }).click();
    await ana.message('Logged a call').waitFor();
    await ana.message('Recent interactions').waitFor();

    const maya = await visit('as=U0MAYA&channel=C0SALES');
    await maya.says('/crm summary last 90 days');
    const picture = maya.page.getByAltText(/^Pipeline by stage/).first();
    await picture.waitFor();
    const width = await picture.evaluate((image) => (image as unknown as { naturalWidth: number }).naturalWidth);
    expect(width).toBe(1600);
    expect(await hub.crm.database.db('interactions').where({ what: 'They want to see it on a phone.' })).toHaveLength(
      1,
    );
    expect(complaints).toEqual([]);
  }, 120_000);
});
