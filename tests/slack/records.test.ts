import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { EntityName } from '../../src/model/entity.ts';
import { entityOf } from '../../src/model/registry.ts';
import { given } from '../support/given.ts';
import { openHub, type Hub } from '../support/hub.ts';
import type { Meant } from '../support/filling.ts';
import type { Person } from '../support/person.ts';
import { until } from '../support/until.ts';

let hub: Hub;
let maya: Person;

beforeAll(async () => {
  hub = await openHub();
  ({ maya } = hub);
  const { id: customer } = await given(hub, maya, 'customer', { name: 'Globex' });
  for (let n = 1; n <= 23; n++)
    await given(hub, maya, 'contact', { name: `Staff ${String(n).padStart(2, '0')}`, customer });
});
afterAll(() => hub.end());

interface Life {
  name: EntityName;
  /** What the form is filled with. */
  fill: Record<string, Meant>;
  /** What the card then shows. */
  shows: string[];
  change: Record<string, Meant>;
  changed: string;
}

/** The life of one record of each kind. */
const LIVES: Life[] = [
  {
    name: 'customer',
    fill: {
      Name: 'Acme Logistics',
      Status: 'Active',
      Industry: 'Logistics',
      Website: 'acme.example',
      Email: 'Hello@Acme.Example',
      Phone: '030 1234567',
      Country: 'Germany',
    },
    shows: ['Acme Logistics', 'Active', 'Logistics', 'acme.example', 'hello@acme.example', 'Germany', 'Maya Lindqvist'],
    change: { Status: 'Former' },
    changed: 'Former',
  },
  {
    name: 'contact',
    fill: { Name: 'Iris Meyer', Customer: 'Acme', Role: 'Head of Purchasing', Email: 'iris@acme.example' },
    shows: ['Iris Meyer', 'Acme Logistics', 'Head of Purchasing', 'iris@acme.example'],
    change: { Role: 'Chief Buyer' },
    changed: 'Chief Buyer',
  },
  {
    name: 'deal',
    fill: {
      Name: 'Rollout',
      Customer: 'Acme',
      Contact: 'Iris',
      Amount: '12k',
      'Expected close': '2026-12-18',
      Notes: 'Two sites',
    },
    shows: ['Rollout', 'Acme Logistics', 'Iris Meyer', '€12,000', '18 Dec 2026', 'Lead', 'Two sites'],
    change: { Stage: 'Proposal' },
    changed: 'Proposal',
  },
  {
    name: 'interaction',
    fill: { Customer: 'Acme', Deal: 'Rollout', Kind: 'Email', 'What was said': 'Sent the plan' },
    shows: ['Sent the plan', 'Acme Logistics', 'Rollout', 'Email', 'Maya Lindqvist'],
    change: { Kind: 'Note' },
    changed: 'Note',
  },
  {
    name: 'employee',
    fill: { Name: 'Nils Holm', Email: 'nils@rampwerk.example' },
    shows: ['Nils Holm', 'Rep', 'nils@rampwerk.example'],
    change: { Phone: '+49 30 7654321' },
    changed: '+49 30 7654321',
  },
];

describe.each(LIVES)('a $name', ({ name, fill, shows, change, changed }) => {
  const { plural, table, title } = entityOf(name);
  const words = String(shows[0]);
  const row = () => hub.crm.database.db(table).orderBy('id', 'desc').first();
  let ref: string;

  test('is added with a form that keeps the name that was typed', async () => {
    const typed = title === 'name' ? words : '';
    await maya.slash(`/crm add ${name} ${typed}`, { in: 'sales' });
    expect(maya.sees()).toContain(`New ${name}`);
    expect(maya.sees()).toContain(typed);
    const { Name: _typed, ...others } = fill;
    await maya.fill(others);
    expect(await maya.submit()).toEqual({});
    await until(() => maya.sees().includes(`Saved ${name}`));
    ref = `${entityOf(name).prefix}-${(await row()).id}`;
    for (const part of [ref, ...shows]) expect(maya.sees()).toContain(part);
  });

  test('is shown by its id and by the start of its name', async () => {
    for (const by of [ref, ref.toLowerCase(), ...(name === 'interaction' ? [] : [words.slice(0, -1)])]) {
      await maya.slash(`/crm show ${by}`, { in: 'sales' });
      for (const part of [ref, ...shows]) expect(maya.sees()).toContain(part);
    }
  });

  test('is edited in a form that holds what is stored', async () => {
    await maya.slash(`/crm edit ${ref}`, { in: 'sales' });
    expect(maya.sees()).toContain(words);
    await maya.fill(change);
    expect(await maya.submit()).toEqual({});
    await until(() => maya.sees().includes(`Saved ${name}`));
    expect(maya.sees()).toContain(changed);
    expect((await row()).version).toBe(2);
  });

  test('is listed and found', async () => {
    await maya.slash(`/crm list ${plural} ${words}`, { in: 'sales' });
    await until(() => maya.sees().startsWith(`1 ${name}`));
    expect(maya.sees()).toContain(ref);
    await maya.slash(`/crm find ${words.toUpperCase()}`, { in: 'sales' });
    expect(maya.sees()).toContain(ref);
    await maya.click('Show');
    await until(() => maya.sees().includes('Changed'));
  });

  test('is deleted after a question, and brought back', async () => {
    const actor = name === 'employee' ? hub.ruth : maya;
    await actor.slash(`/crm delete ${ref}`, { in: 'sales' });
    expect(actor.sees()).toContain(`Delete ${entityOf(name).icon} ${words} · ${ref}?`);
    expect((await row()).deleted_at).toBeNull();
    await actor.click('Delete');
    await until(() => actor.sees().includes('Deleted'));
    expect((await row()).deleted_at).not.toBeNull();
    await actor.slash(`/crm show ${ref}`, { in: 'sales' });
    expect(actor.sees()).toContain(`${words} (${ref}) was deleted.`);
    await actor.click('Undo');
    await until(async () => (await row()).deleted_at === null);
  });
});

test('a long list is leafed through, forward and back', async () => {
  const onPage = () => /Page (\d of \d)/.exec(maya.sees())?.[1];
  const shown = () => maya.sees().match(/Staff \d\d/g) ?? [];
  await maya.slash('/crm list contacts staff', { in: 'sales' });
  await until(() => maya.sees().startsWith('23 contacts'));
  expect([onPage(), shown().at(0), shown().length]).toEqual(['1 of 2', 'Staff 01', 15]);
  await maya.click('Next ▶');
  await until(() => onPage() === '2 of 2');
  expect([shown().at(0), shown().at(-1)]).toEqual(['Staff 16', 'Staff 23']);
  expect(maya.sees()).not.toContain('Next ▶');
  await maya.click('◀ Previous');
  await until(() => onPage() === '1 of 2');
  expect(shown().at(0)).toBe('Staff 01');
});

test('a list without a match offers to add what was missed', async () => {
  await maya.slash('/crm list deals unobtainium', { in: 'sales' });
  await until(() => maya.sees().startsWith('No deals match: text with “unobtainium”.'));
  await maya.click('Add deal');
  await until(() => maya.sees().includes('New deal'));
  await maya.cancel();
});
