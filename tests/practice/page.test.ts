/** The page of the practice workspace, used as a person would: in a real browser, with a real app behind it. */
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import type { Practice } from '../support/practice.ts';
import { launchBrowser } from '../support/browser.ts';
import { inBrowser } from '../support/in-browser.ts';
import type { JsonObject } from '../../src/practice/protocol.ts';
import type { Surface } from './block-kit/says.ts';
import { taken } from './block-kit/taken.ts';
import { ana, call } from './echo.ts';
import { startGallery } from './gallery.ts';

inBrowser('The page of the practice workspace', () => {
  let browser: Browser;
  let practice: Practice;
  let page: Page;
  let complaints: string[];

  beforeAll(async () => void (browser = await launchBrowser()), 60_000);
  afterAll(() => browser?.close());

  beforeEach(async () => {
    practice = await startGallery(1000);
    page = await browser.newPage({ viewport: { width: 1440, height: 900 }, colorScheme: 'light' });
    page.setDefaultTimeout(15_000);
    complaints = [];
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (line) => line.type() === 'error' && complaints.push(line.text()));
  });
  afterEach(async () => {
    await page.close();
    await practice.close();
    if (complaints.length > 0) throw new Error(`The page complained: ${complaints.join('; ')}`);
  });

  const visit = (query = `as=${ana}&channel=C0SALES`) => page.goto(`${practice.url}/?${query}`);
  const box = () => page.getByLabel('Message #sales');
  const dialog = () => page.getByRole('dialog', { name: 'Log interaction' });
  const say = async (text: string) => {
    await box().fill(text);
    await page.keyboard.press('Enter');
  };
  const openForm = async () => {
    await visit();
    await say('/form');
    await dialog().waitFor();
  };
  const sent = (name: string) => practice.workspace.record.deliveries.filter((one) => one.name.startsWith(name));

  test('a command is completed by keyboard and its card appears', async () => {
    await visit();
    await box().pressSequentially('/sh');
    await page.getByRole('option', { name: /\/show/ }).waitFor();
    await page.keyboard.press('Tab');
    expect(await box().inputValue()).toBe('/show ');
    await page.keyboard.type('cards');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Deal won 🎉' }).waitFor();
    expect(await box().inputValue()).toBe('');
  });

  test('a failed command says why and keeps what was typed, in its own channel', async () => {
    await visit();
    await say('/sleep well');
    await page.getByRole('alert').getByText('operation_timeout').waitFor();
    expect(await box().inputValue()).toBe('/sleep well');
    await page.getByRole('link', { name: 'random' }).click();
    expect(await page.getByLabel('Message #random').inputValue()).toBe('');
    await page.goBack();
    expect(await box().inputValue()).toBe('/sleep well');
  });

  test('a typeahead shows what fits what was typed last, even when an older answer comes later', async () => {
    await openForm();
    const customer = dialog().getByRole('combobox', { name: 'Customer' });
    await customer.pressSequentially('gl');
    await page.waitForTimeout(350); // past the pause: the slow question is on its way
    await customer.pressSequentially('obex l');
    const options = dialog().getByRole('option');
    await options.getByText('Globex Logistics').waitFor();
    await page.waitForTimeout(900);
    expect(await options.allTextContents()).toEqual(['Globex Logistics']);
    await page.keyboard.press('Enter');
    expect(await customer.inputValue()).toBe('Globex Logistics');
    await customer.fill('zzz');
    await dialog().getByText('No results').waitFor();
  });

  test('errors stand under their inputs, and what was typed stays', async () => {
    await openForm();
    const name = dialog().getByLabel('Name');
    await name.fill('wrong');
    await page.keyboard.press('Enter');
    await dialog().getByText('There is already one with this name.').waitFor();
    const described = (await name.getAttribute('aria-describedby')) ?? '';
    expect(await page.locator(`[id="${described.split(' ')[0]}"]`).textContent()).toContain('already one');
    expect(await name.getAttribute('aria-invalid')).toBe('true');
    expect(await name.evaluate((field) => field === field.ownerDocument.activeElement)).toBe(true);
    expect(await name.inputValue()).toBe('wrong');
  });

  test('a double click saves once, with initial values for what was not touched', async () => {
    await openForm();
    await dialog().getByLabel('Name').fill('Renewal');
    await dialog().getByRole('button', { name: 'Save' }).dblclick();
    await dialog().waitFor({ state: 'detached' });
    const submissions = sent('view_submission');
    expect(submissions).toHaveLength(1);
    expect(submissions[0]?.payload).toMatchObject({
      view: {
        state: {
          values: {
            name: { name: { value: 'Renewal' } },
            stage: { stage: { selected_option: { value: 'talking' } } },
            owner: { owner: { selected_user: ana } },
            where: { where: { selected_conversation: 'C0SALES' } },
            close: { close: { selected_date: null } },
          },
        },
      },
    });
  });

  test('a button waits for the app before it can be pressed again', async () => {
    await visit();
    await say('/show cards');
    const think = page.getByRole('button', { name: 'Think' });
    await think.dblclick();
    await think.and(page.locator('[aria-busy=false]')).waitFor();
    expect(sent('block_actions slow_button')).toHaveLength(1);
  });

  test('a date is picked by keyboard, Escape closes the form, and the focus returns', async () => {
    await openForm();
    await dialog().getByRole('button', { name: 'Expected close' }).press('Enter');
    await page.getByRole('dialog', { name: 'Choose a date' }).waitFor();
    for (const key of ['ArrowRight', 'ArrowDown', 'Enter']) await page.keyboard.press(key);
    const day = dialog().getByRole('button', { name: /Expected close .*, 20\d\d/ });
    expect(await day.evaluate((button) => button === button.ownerDocument.activeElement)).toBe(true);
    await page.keyboard.press('Escape');
    await dialog().waitFor({ state: 'detached' });
    expect(await box().evaluate((field) => field === field.ownerDocument.activeElement)).toBe(true);
  });

  test('the app hears of its Home being opened, and its table can be sorted', async () => {
    await visit();
    await page.getByRole('link', { name: 'Gallery' }).click();
    await page.getByRole('heading', { name: 'My day' }).waitFor();
    await page.getByRole('button', { name: 'Amount' }).click();
    await page.getByRole('button', { name: 'Amount' }).click();
    expect(await page.locator('.data-table tbody tr').first().textContent()).toContain('€45000');
  });

  test('acting as somebody else changes the address, and back returns', async () => {
    await visit();
    await page.getByRole('button', { name: /Act as someone else/ }).click();
    await page.getByRole('menuitemradio', { name: /Bo Berg/ }).click();
    await page.waitForURL(/as=U0BO/);
    await page.getByRole('button', { name: /You are Bo Berg/ }).waitFor();
    await page.goBack();
    await page.getByRole('button', { name: /You are Ana Alvarez/ }).waitFor();
  });

  test('a block that nobody knows is a labelled box, and what people typed is never markup', async () => {
    await practice.workspace.as(ana).do({ do: 'command', channel: 'C0SALES', text: '/show words' });
    await page.route('**/practice/snapshot*', async (route) => {
      const answer = await route.fetch();
      const text = (await answer.text()).replace('"type":"card"', '"type":"hologram"');
      await route.fulfill({ response: answer, body: text });
    });
    await visit();
    await page.getByText(/cannot draw\s*hologram/).waitFor();
    await page.getByText('<b>not bold</b>').waitFor();
    expect(await page.locator('a[href^="javascript"]').count()).toBe(0);
  });

  test('whatever the workspace takes is drawn', async () => {
    page.setDefaultTimeout(30_000);
    const elsewhere = (url: URL) => url.origin !== practice.url;
    await page.route(elsewhere, (route) => route.fulfill({ body: '<svg/>', contentType: 'image/svg+xml' }));
    const shown = (on: Surface) =>
      taken.filter(([, where, shape]) => where === on && !JSON.stringify(shape).includes('slack_file'));
    const ok = { ok: true };
    for (const [text, , blocks] of shown('message')) {
      const posted = await call(practice, 'chat.postMessage', { channel: 'C0GENERAL', text, blocks });
      expect([text, posted]).toMatchObject([text, ok]);
    }
    await call(practice, 'chat.postMessage', { channel: 'C0GENERAL', text: 'All are there' });
    await visit(`as=${ana}&channel=C0GENERAL`);
    await page.getByText('All are there').waitFor();
    await page.getByRole('link', { name: 'Gallery' }).click();
    // Opening Home lets the app publish its own.
    await page.locator('.home').waitFor();
    await practice.workspace.quiet();
    for (const [text, , shape] of shown('home').filter(([, , one]) => Array.isArray(one))) {
      const blocks = [{ type: 'header', text: { type: 'plain_text', text } }, ...(shape as JsonObject[])];
      const published = await call(practice, 'views.publish', { user_id: ana, view: { type: 'home', blocks } });
      expect([text, published]).toMatchObject([text, ok]);
      await page.getByRole('heading', { name: text }).waitFor();
    }
  }, 120_000);

  test('it is dark where the system is dark, and by choice', async () => {
    await visit();
    const brightness = () =>
      page
        .locator('.stage')
        .evaluate((stage) =>
          Number(/\d+/.exec(stage.ownerDocument.defaultView?.getComputedStyle(stage).backgroundColor ?? '')?.[0]),
        );
    await box().waitFor();
    expect(await brightness()).toBeGreaterThan(200);
    await page.emulateMedia({ colorScheme: 'dark' });
    await expect(brightness()).resolves.toBeLessThan(60);
    await page.getByRole('button', { name: 'Dark theme' }).click();
    expect(await brightness()).toBeGreaterThan(200);
  });

  test('the inspector shows what went to the app', async () => {
    await visit();
    await say('/show whisper');
    await page.getByText('Only visible to you').waitFor();
    await page.getByRole('button', { name: 'Inspector' }).click();
    await page.getByLabel('Filter').fill('show whisper');
    await page.getByRole('button', { name: /workspace to app.*\/show whisper/ }).click();
    await page.getByText('"/show"').first().waitFor();
  });
});
