/** Takes the README's pictures from the practice workspace: npm run screenshots */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContextOptions } from 'playwright-core';
import { readConfig } from '../src/config.ts';
import { startCustomerHub } from '../src/app.ts';
import { launchBrowser } from '../tests/support/browser.ts';
import { Visitor } from '../tests/support/visitor.ts';
import { openPreview } from './import-pictures.ts';

const folder = mkdtempSync(join(tmpdir(), 'customerhub-pictures-'));
const hub = await startCustomerHub(
  readConfig({
    PORT: '0',
    DATABASE_URL: `sqlite:${join(folder, 'crm.db')}`,
    CRM_CURRENCY: 'EUR',
    CRM_LOCALE: 'en-GB',
    LOG_LEVEL: 'warn',
  }),
);
const address = `http://localhost:${hub.port}`;
const browser = await launchBrowser();

const LAPTOP: BrowserContextOptions = {
  viewport: { width: 1200, height: 800 },
  deviceScaleFactor: 1.5,
  timezoneId: 'Europe/Berlin',
};
const TALL: BrowserContextOptions = { ...LAPTOP, viewport: { width: 1200, height: 1500 } };
const PHONE: BrowserContextOptions = {
  viewport: { width: 390, height: 844 },
  deviceScaleFactor: 2,
  isMobile: true,
  timezoneId: 'Europe/Berlin',
};

const visit = async (from: Browser, options: BrowserContextOptions, query: string): Promise<Visitor> => {
  const page = await (await from.newContext(options)).newPage();
  const visitor = new Visitor(page);
  await page.goto(`${address}/?${query}`);
  await page.evaluate('document.fonts.ready');
  return visitor;
};

const take = async ({ page }: Visitor, name: string): Promise<void> => {
  // The last transition has ended, and every picture is there.
  await page.waitForFunction('[...document.images].every((image) => image.complete)');
  await page.waitForTimeout(400);
  await page.screenshot({ path: join('docs', 'images', `${name}.png`) });
  console.log(`docs/images/${name}.png`);
};

/** A digest of a few moves, a working day later. */
const takeDigest = async (visitor: Visitor): Promise<void> => {
  await visitor.says('/crm subscribe digest:daily 9:00 name:"Deals of the day"');
  await visitor.message(/first digest/i).waitFor();
  const deals: { id: number }[] = await hub.crm.database
    .db('deals')
    .join('stages', 'stages.id', 'deals.stage_id')
    .where('outcome', 'open')
    .orderBy('deals.amount', 'desc')
    .limit(3)
    .select('deals.id');
  for (const [at, what] of ['won D-', 'stage negotiation D-', 'stage qualified D-'].entries()) {
    const [verb = '', stage = ''] = what.replace('D-', '').trim().split(' ');
    await visitor.says(`/crm ${verb} D-${deals[at]?.id} ${stage}`);
    await visitor.page.waitForTimeout(1000);
  }
  const { now } = hub.crm;
  const day = new Date(now() + 86_400_000);
  while (day.getUTCDay() % 6 === 0) day.setUTCDate(day.getUTCDate() + 1);
  const ahead = Date.parse(`${day.toISOString().slice(0, 10)}T09:00:00Z`) - now();
  hub.crm.now = () => now() + ahead;
  await visitor.message('daily digest').waitFor({ timeout: 60_000 });
  await visitor.page
    .getByAltText(/Pipeline/)
    .last()
    .waitFor();
  await take(visitor, 'digest');
  hub.crm.now = now;
};

const fillLogForm = async (visitor: Visitor): Promise<void> => {
  await visitor.picks('Customer', 'isar', 'Isarbräu');
  await visitor
    .dialog()
    .getByText(/Last interaction|No interactions yet/)
    .waitFor();
  await visitor.picks('Deal', 'beer', 'beer gardens');
  await visitor.field('What was said').fill('They want the tours planned before the season starts. Budget is there.');
};

try {
  const maya = await visit(browser, LAPTOP, 'as=U0MAYA&channel=C0DEALS');
  await maya.says('/crm subscribe usual interaction settle:0');
  await maya.message('will get updates').waitFor();

  const asker = await visit(browser, LAPTOP, 'as=U0MAYA&channel=C0DEALS');
  await asker.says('/crm subscribe');
  await asker.field('Name').fill('Big ones');
  await asker.field('Filter').fill('amount>20k -by:ben');
  await asker.dialog().getByRole('button', { name: 'Preview' }).click();
  await asker
    .dialog()
    .getByText(/about \d a week|less than one/)
    .waitFor();
  // The window is drawn anew while it comes.
  await asker.page.waitForTimeout(800);
  await asker
    .dialog()
    .getByText(/(moved|won|lost|created)/)
    .last()
    .scrollIntoViewIfNeeded();
  await take(asker, 'subscribe');
  await asker.dialog().getByRole('button', { name: 'Cancel' }).click();

  const ana = await visit(browser, LAPTOP, 'as=U0ANA&channel=C0SALES');
  await ana.says('/crm log');
  await fillLogForm(ana);
  await take(ana, 'form');
  await ana.chooses('Stage', 'Proposal');
  await ana.field('Next step').fill('Send the offer');
  await ana.picksTomorrow('Due');
  await ana.dialog().getByRole('button', { name: 'Save' }).click();
  await ana.message('Logged a call').waitFor();
  await take(ana, 'answer');

  await maya.message('moved').waitFor();
  const [gardens] = await hub.crm.database.db('deals').where('name', 'like', '%beer gardens%').select('id');
  await ana.says(`/crm next D-${gardens.id} friday send the offer`);
  await ana.message('send the offer').last().waitFor();
  await ana.says(`/crm stage D-${gardens.id} negotiation`);
  await ana.message('is now in').last().waitFor();
  await maya.page
    .getByText(/\d repl(y|ies)/)
    .first()
    .waitFor();
  await maya.page
    .getByText(/\d repl(y|ies)/)
    .first()
    .click();
  await maya.page.getByRole('complementary', { name: 'Thread' }).getByText('Negotiation').first().waitFor();
  // The card shows it a moment after the change.
  await maya.page.waitForTimeout(4000);
  await take(maya, 'update');
  await maya.page.getByRole('button', { name: 'Close thread' }).click();

  const room = await visit(browser, LAPTOP, 'as=U0MAYA&channel=C0SALES');
  await room.says('/crm link isar');
  await room.page.getByText('Pinned', { exact: true }).first().waitFor();
  await take(room, 'room');
  await room.says('/crm unlink');
  await maya.says('/crm subscribe stage where amount>60k name:"huge ones"');
  await maya.message('huge ones').first().waitFor();
  await maya.says(`/crm why D-${gardens.id}`);
  await maya.message('which changes were posted here').waitFor();
  await take(maya, 'why');

  const manager = await visit(browser, TALL, 'as=U0MAYA&channel=C0LEADERS');
  await manager.says('/crm summary this quarter');
  await manager.page
    .getByAltText(/Activity/)
    .first()
    .waitFor();
  await take(manager, 'summary');

  await manager.says('/crm summary moved since:last-month');
  await manager.page
    .getByAltText(/What moved/)
    .first()
    .waitFor();
  await manager.page.getByText('read from the audit log').last().scrollIntoViewIfNeeded();
  await take(manager, 'moved');

  const dark = await visit(browser, { ...LAPTOP, colorScheme: 'dark' }, 'as=U0BEN&channel=C0SALES');
  await dark.says('/crm list deals');
  await dark.message('deals').waitFor();
  await take(dark, 'dark');

  const phone = await visit(browser, PHONE, 'as=U0ANA&channel=C0SALES');
  await phone.says('/crm log');
  await fillLogForm(phone);
  await take(phone, 'phone');

  const home = await visit(browser, LAPTOP, 'as=U0BEN&channel=C0SALES');
  await home.page.getByRole('navigation', { name: 'Channels' }).getByText('CustomerHub').click();
  await home.page.getByRole('heading', { name: /^Hi / }).waitFor();
  await take(home, 'home');

  const importer = await visit(browser, LAPTOP, 'as=U0MAYA&channel=C0LEADERS');
  await openPreview(importer);
  await take(importer, 'import');
  await importer.dialog().getByRole('button', { name: 'Cancel' }).click();
  const mobile = await visit(browser, PHONE, 'as=U0MAYA&channel=C0LEADERS');
  await openPreview(mobile);
  await take(mobile, 'import-phone');

  await takeDigest(await visit(browser, TALL, 'as=U0MAYA&channel=C0DEALS'));
} finally {
  await browser.close();
  await hub.stop();
  rmSync(folder, { recursive: true, force: true });
}
