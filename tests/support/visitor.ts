/** A person at the practice workspace's page in a real browser: for the browser test and for the README's pictures. */
import type { Locator, Page } from 'playwright-core';

export class Visitor {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
    page.setDefaultTimeout(15_000);
  }

  async opens(address: string): Promise<void> {
    await this.page.goto(address);
    await this.box().waitFor();
  }

  box(): Locator {
    return this.page
      .getByRole('combobox', { name: /^Message / })
      .or(this.page.getByRole('textbox', { name: /^Message / }));
  }

  async says(text: string): Promise<void> {
    await this.box().fill(text);
    await this.page.keyboard.press('Escape');
    await this.page.keyboard.press('Enter');
  }

  dialog(): Locator {
    return this.page.getByRole('dialog').first();
  }

  field(label: string): Locator {
    return this.dialog().getByLabel(label).first();
  }

  /** Types into a choice and takes the option with that text. */
  async picks(label: string, typed: string, option = typed): Promise<void> {
    const field = this.field(label);
    await field.click();
    await field.fill(typed);
    await this.page.getByRole('option').filter({ hasText: option }).first().click();
  }

  /** Chooses from a menu that is not typed into. */
  async chooses(label: string, option: string): Promise<void> {
    await this.field(label).click();
    await this.page.getByRole('option', { name: option, exact: true }).click();
  }

  /** Picks tomorrow from a calendar, whichever month it lies in. */
  async picksTomorrow(label: string): Promise<void> {
    await this.field(label).click();
    const calendar = this.page.getByRole('dialog', { name: 'Choose a date' });
    const tomorrow = new Date(Date.now() + 86_400_000).toLocaleDateString('en-US', { dateStyle: 'full' });
    const day = calendar.getByRole('button', { name: tomorrow });
    if ((await day.count()) === 0) await calendar.getByRole('button', { name: 'Next month' }).click();
    await day.click();
  }

  /** The newest message that has these words. */
  message(words: string | RegExp): Locator {
    return this.page.getByRole('log', { name: 'Messages' }).getByText(words).last();
  }
}
