import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { stopOrphans } from '../../src/crm/import/stopped.ts';
import { audit, given } from '../support/given.ts';
import { openHub, type Hub } from '../support/hub.ts';
import { labelsOf, type Person } from '../support/person.ts';
import { until as untilSoon } from '../support/until.ts';

/** What is slow in Slack as well is waited for as people would. */
const PATIENCE = 30_000;
jest.setTimeout(2 * PATIENCE);
const until = <Value>(holds: () => Value | Promise<Value>): Promise<Value> => untilSoon(holds, PATIENCE);

let hub: Hub;
let maya: Person;
const knex = () => hub.crm.database.db;
const giveRole = (who: Person, role: string) => knex()('employees').where({ person: who.id }).update({ role });

beforeAll(async () => {
  hub = await openHub();
  ({ maya } = hub);
  const input = { name: 'Acme GmbH', website: 'acme.example', industry: 'Toys' };
  const { id: customer } = await given(hub, hub.ana, 'customer', input);
  await given(hub, hub.ana, 'contact', { name: 'Paul', customer });
});
beforeEach(() => giveRole(maya, 'manager'));
afterEach(async () => {
  hub.practice.workspace.faults.clear();
  await maya.cancel({ all: true }).catch(() => {});
});
afterAll(() => hub.end());

const csv = (...lines: string[]): Buffer => Buffer.from(`${lines.join('\r\n')}\r\n`);
const says = async (words: string | RegExp): Promise<void> => {
  await until(() => (typeof words === 'string' ? maya.sees().includes(words) : words.test(maya.sees()))).catch(
    () => {},
  );
  expect(maya.sees()).toMatch(words);
};

/** Opens the form and gives it a file. */
const attach = async (entities: string, bytes: Buffer, name = 'list.csv'): Promise<void> => {
  await maya.slash(`/crm import ${entities}`, { in: 'leadership' });
  await maya.fill({ 'CSV file': { name, bytes } });
  expect(await maya.submit()).toEqual({});
};
const columns = async (entities: string, bytes: Buffer, name?: string): Promise<void> => {
  await attach(entities, bytes, name);
  await says('Match columns');
};
const check = async (): Promise<void> => {
  expect(await maya.submit()).toEqual({});
  await says('Preview');
};
const run = async (): Promise<void> => {
  expect(await maya.submit()).toEqual({});
  await says(/Imported .* from/);
};

/** The newest file of that name in Maya's conversation with CustomerHub. */
const newestFile = async (name: RegExp): Promise<string> => {
  const files = () => maya.messages('app').flatMap((message) => message.files);
  const file = await until(() => files().findLast((one) => name.test(one.name)));
  return (await fetch(`${hub.practice.url}${file?.url}`)).text();
};

describe('a manager', () => {
  test('attaches a file, corrects what its columns hold, sees what would happen, and has it imported', async () => {
    await columns(
      'customers',
      csv('Firm;Industry;E-Mail;Fax', 'Nordwind AG;Shipping;info@nordwind.example;1', 'Süd & Co;;;2'),
    );
    expect(maya.sees()).toContain('list.csv: 2 rows, 4 columns.');
    expect(maya.sees()).toContain('“Nordwind AG”, “Süd & Co”');
    expect(await maya.submit()).toEqual({ Firm: 'Every customer needs Name. Choose the column for it.' });
    await maya.fill({ Firm: 'Name' });
    await check();
    expect(maya.sees()).toContain('2 new customers');
    expect(maya.sees()).toContain('Nothing is saved yet.');
    expect(await knex()('customers').where({ name: 'Nordwind AG' })).toEqual([]);
    await run();
    expect(await knex()('customers').where({ name: 'Nordwind AG' }).first()).toMatchObject({
      industry: 'Shipping',
      email: 'info@nordwind.example',
      status: 'prospect',
    });
    const entries = await knex()('audit_log').where({ source: 'import', slack_user_id: maya.id });
    expect(entries.map(({ verb }) => verb)).toEqual(['import', 'create', 'create']);
    expect(new Set(entries.map(({ act }) => act)).size).toBe(1);
  });

  test('is asked about no empty column, and how days are read that could be two', async () => {
    const empty = Array.from({ length: 120 }, (_, at) => `Nothing ${at}`);
    const commas = ','.repeat(120);
    await columns(
      'deals',
      csv(`Name,${empty.join(',')},Customer,Expected close`, `Pier,${commas}Acme GmbH,03/04/2027`),
    );
    const asked = 'In “Expected close”, 03/04/2027 is';
    expect(labelsOf(maya.modal())).toEqual(['Name', 'Customer', 'Expected close', asked, 'Owner of rows without one']);
    expect(maya.sees()).toContain('120 empty columns aren’t shown.');
    await maya.fill({ [asked]: '4 Mar 2027' });
    await check();
    await run();
    expect(await knex()('deals').where({ name: 'Pier' }).first()).toMatchObject({ close_on: '2027-03-04' });
  });

  test('takes all of it back with the one Undo of the message that stays', async () => {
    await columns('customers', csv('Name', 'Once Upon', 'A Time'));
    await check();
    await run();
    await maya.cancel();
    expect(maya.reads('app').at(-1)).toMatch(/Imported customers from list.csv\.\n.*2 customers created/);
    await maya.click('Undo');
    await until(
      async () =>
        (await knex()('customers').whereIn('name', ['Once Upon', 'A Time']).whereNull('deleted_at')).length === 0,
    );
  });

  test('pastes a table where no file can be attached', async () => {
    await maya.slash('/crm import contacts', { in: 'leadership' });
    expect(labelsOf(maya.modal())).toEqual(['CSV file', 'Or paste the table']);
    await maya.fill({ 'Or paste the table': 'Name\tCustomer\tPhone\nIris Meyer\tacme gmbh\t030 1234567' });
    expect(await maya.submit()).toEqual({});
    await says('the pasted table: 1 row, 3 columns.');
    await check();
    await run();
    expect(await knex()('contacts').where({ name: 'Iris Meyer' }).first()).toMatchObject({
      customer_id: 1,
      phone: '+44301234567',
    });
  });

  test('gets the rows that can’t be imported as a file with the reason, and goes back without losing the choices', async () => {
    const bytes = csv(
      'Name,Mail,Branch,Owner',
      'Good One,a@good.example,Toys,Ana Kovačević',
      'Bad One,nonsense,Toys,Nobody',
      ',x@y.example,,',
    );
    await columns('customers', bytes);
    await maya.fill({ Branch: 'Industry' });
    await check();
    expect(maya.sees()).toContain('1 new customer\n');
    expect(maya.sees()).toContain('2 rows can’t be imported');
    expect(maya.sees()).toContain('Owner: 1 row. “Nobody”\nNo employee is named “Nobody”. Use its ID');
    expect(maya.sees()).toContain('Mail: 1 row. “nonsense”\nEnter an email like ana@example.com.\nLine 3.');
    expect(maya.sees()).toContain('Name: missing in 1 row. Name is required.\nLine 4.');
    await maya.click('Download rows');
    expect(await newestFile(/left-out/)).toContain('Bad One,nonsense,Toys,Nobody,"Line 3, Mail: “nonsense”:');
    await maya.cancel();
    await maya.click('◀ Back');
    await says('Match columns');
    expect(maya.sees()).toMatch(/Branch\n“Toys”, “Toys”\nIndustry/);
    await check();
    await run();
    expect(maya.sees()).toContain('2 rows skipped: can’t be imported');
    expect(await knex()('customers').where({ name: 'Good One' }).first()).toMatchObject({ industry: 'Toys' });
  });

  test('leaves likely twins out, or creates them all the same', async () => {
    const bytes = csv('Name,Website', 'ACME,https://www.acme.example/shop', 'Brand New,new.example', 'Brand New Ltd,');
    await columns('customers', bytes);
    await check();
    expect(maya.sees()).toContain('1 new customer\n');
    expect(maya.sees()).toContain('Line 2: Possible duplicate of C-1 Acme GmbH: the same name and the same domain.');
    expect(maya.sees()).toContain('Line 4: Possible duplicate of line 3: the same name.');
    await run();
    expect(maya.sees()).toContain('2 rows skipped: might be duplicates');
    await maya.cancel();
    await columns('customers', bytes);
    await check();
    await maya.fill({ '3 rows might be duplicates': 'Import anyway' });
    await run();
    expect(maya.sees()).toContain('3 customers created');
    expect(await knex()('customers').where({ name: 'ACME' })).toHaveLength(1);
  });

  test('closes the window while the file is read, and finds the way back to each step in the conversation', async () => {
    // Slack takes no window that is closed.
    const { faults } = hub.practice.workspace;
    faults.always('views.update', { kind: 'error', error: 'not_found' });
    await attach('customers', csv('Name', 'Later Ltd'));
    await maya.cancel();
    await until(() => maya.reads('app').at(-1)?.includes('list.csv is read. Nothing is imported yet.'));
    await maya.click('Continue');
    await says('Match columns');
    expect(await maya.submit()).toEqual({});
    await maya.cancel();
    await until(() => maya.reads('app').at(-1)?.includes('list.csv is checked. Nothing is imported yet.'));
    await maya.click('Continue');
    await says('1 new customer');
    faults.clear();
    await run();
  });

  test('presses Import twice, and it is imported once', async () => {
    await columns('customers', csv('Name', 'Double Ltd'));
    await check();
    const { id } = maya.modal();
    const press = () => maya.driver.do({ do: 'submit', viewId: id, state: {} });
    const told = () => maya.reads('app').filter((text) => text.includes('1 customer created')).length;
    const before = told();
    await Promise.all([press(), press()]);
    await until(() => told() > before);
    expect(await knex()('customers').where({ name: 'Double Ltd' })).toHaveLength(1);
  });

  test('is told how far it came when something breaks in the middle, and goes on from there', async () => {
    const names = Array.from({ length: 150 }, (_, at) => (at === 119 ? 'Boom' : `Broken ${at}`));
    await columns('customers', csv('Name', ...names));
    await check();
    await knex().raw(`create trigger boom before insert on customers when new.name = 'Boom'
      begin select raise(abort, 'boom'); end`);
    expect(await maya.submit()).toEqual({});
    await says('stopped after 100 of 150 rows');
    expect(maya.sees()).toMatch(/Something went wrong\. Resume the import.*\n.*100 customers created/);
    await knex().raw('drop trigger boom');
    await maya.cancel();
    await until(() => maya.reads('app').at(-1)?.includes('stopped after'));
    await maya.click('Resume');
    await until(() => maya.reads('app').some((one) => one.includes('150 customers created')));
    expect(await knex()('customers').whereLike('name', 'Broken %')).toHaveLength(149);
  });

  test('goes on with an import that came to a stop, from the message that asks', async () => {
    await columns('customers', csv('Name', ...Array.from({ length: 250 }, (_, at) => `Bulk ${at}`)));
    await check();
    await maya.cancel();
    const [job] = await knex()('imports').orderBy('id', 'desc').limit(1);
    const past = '2026-11-16T13:00:00.000Z';
    await knex()('imports')
      .where({ id: job.id })
      .update({ state: 'running', claimed_by: 'a dead process', claimed_until: past, tally: '{}' });
    await stopOrphans(hub.crm);
    await until(() => maya.reads('app').at(-1)?.includes('stopped after 0 of 250 rows'));
    await maya.click('Resume');
    await until(() => maya.reads('app').some((one) => one.includes('250 customers created')));
    expect(await knex()('customers').whereLike('name', 'Bulk %')).toHaveLength(250);
  });
});

describe('a file of another system', () => {
  const file = (...lines: string[]): Buffer =>
    csv('Deal - ID,Deal - Title,Deal - Organization,Deal - Value,Deal - Stage', ...lines);

  const named = { 'Deal - Title': 'Name', 'Deal - Organization': 'Customer' };

  test('comes a second time: it updates by its IDs, says what changes, and find and show know them', async () => {
    await columns('deals', file('7,Tanks,Acme GmbH,100,Lead', '8,Valves,Acme GmbH,200,Lead'), 'monday.csv');
    expect(maya.sees()).toMatch(/The IDs are from\n.*\nPipedrive\n/);
    await maya.fill(named);
    await check();
    expect(maya.sees()).toContain('2 new deals');
    await run();
    await maya.cancel();
    await columns('deals', file('7,Tanks,Acme GmbH,150,Proposal', '8,Valves,Acme GmbH,200,Lead'), 'sunday.csv');
    await maya.fill(named);
    await check();
    expect(maya.sees()).toMatch(/1 deal changed: (Stage 1, Amount 1|Amount 1, Stage 1)\n.*1 deal unchanged/);
    await run();
    expect(await knex()('deals').where({ name: 'Tanks' })).toMatchObject([{ amount: 15_000 }]);
    const [{ id }] = await knex()('deals').where({ name: 'Tanks' });
    await maya.cancel();
    await maya.slash('/crm find 7', { in: 'leadership' });
    expect(maya.sees()).toContain(`Tanks · D-${id}`);
    await maya.slash(`/crm show D-${id}`, { in: 'leadership' });
    expect(maya.sees()).toContain('Known as Pipedrive 7');
  });
});

describe('activities', () => {
  test('say of which kind they are, or that they become notes; what is to do is counted beside them', async () => {
    await columns('interactions', csv('Customer,When,What was said', 'Acme GmbH,2026-03-04,Hello'));
    expect(maya.sees()).toContain(
      'No column says the kind, so each row becomes a note. To keep calls, emails and meetings apart, choose the column that says it.',
    );
    await maya.cancel();
    await columns('interactions', csv('Customer,Call notes,Activity date', 'Acme GmbH,Hello,2026-03-04'));
    expect(maya.sees()).toContain('No column says the kind. By the column “Call notes”, each row becomes: Call.');
    await maya.cancel();
    const tasks = ['Ring,yes,2026-03-04', 'Send,no,2026-12-04', 'Wait,no,2026-12-05'];
    const bytes = csv('Subject,Done,Due,Customer,Type', ...tasks.map((task) => `${task},Acme GmbH,Call`));
    await columns('interactions', bytes);
    expect(maya.sees()).not.toContain('No column says the kind');
    await check();
    expect(maya.sees()).toContain('1 new interaction\n');
    expect(maya.sees()).toContain('2 new follow-ups\n');
    await run();
    expect(maya.sees()).toMatch(/1 interaction created\n.*2 follow-ups created/);
    expect(await knex()('follow_ups').whereNull('deleted_at')).toHaveLength(2);
    await maya.cancel();
    await until(() => maya.reads('app').at(-1)?.includes('2 follow-ups created'));
    await maya.click('Undo');
    await until(async () => (await knex()('follow_ups').whereNull('deleted_at')).length === 0);
  });

  test('that are all to do can be imported too', async () => {
    await columns('interactions', csv('Subject,Done,Due,Customer', 'Send,no,2026-12-04,Acme GmbH'));
    await check();
    expect(maya.sees()).not.toContain('There’s nothing to import.');
    await run();
    expect(await knex()('follow_ups').whereNull('deleted_at')).toMatchObject([{ what: 'Send', due_on: '2026-12-04' }]);
  });
});

describe('what is exported', () => {
  const exported = async (entities: string): Promise<Buffer> => {
    const before = maya.messages('app').flatMap(({ files }) => files).length;
    await maya.slash(`/crm export ${entities}`, { in: 'leadership' });
    await until(() => maya.messages('app').flatMap(({ files }) => files).length > before);
    return Buffer.from(await newestFile(new RegExp(`^${entities}-`)));
  };

  test.each(['customers', 'contacts', 'deals', 'interactions', 'employees'])(
    '%s come back as they are: nothing is changed',
    async (entities) => {
      const [acme, iris] = [await knex()('customers').first('id'), await knex()('contacts').first('id')];
      const customer = acme.id;
      await given(hub, hub.ana, 'customer', {
        name: `=1+1 "${entities}"`,
        notes: "'=x\n@y\n\n-z",
        phone: '+49 30 7654321',
      });
      const deal = await given(hub, hub.ana, 'deal', {
        name: `Rollout ${entities}`,
        customer,
        contact: iris.id,
        amount: '1,200.50',
        currency: 'KWD',
        stage: 5,
      });
      await given(hub, hub.ben, 'interaction', {
        customer,
        contact: iris.id,
        deal: deal.id,
        kind: 'email',
        what: '-- Hello,\n"you"',
      });
      // Neither a name that several have nor one that is deleted is looked up again where nothing changes.
      await given(hub, hub.ana, 'customer', { name: 'Same Name' });
      const { id: same } = await given(hub, hub.ana, 'customer', { name: 'Same Name' });
      const { id: left } = await given(hub, hub.ana, 'contact', { name: 'Left Them', customer: same });
      const long = `${'A very long name '.repeat(7)}${entities}`.slice(0, 119);
      await given(hub, hub.ben, 'deal', { name: long, customer: same, contact: left });
      await knex()('contacts').where({ id: left }).update({ deleted_at: '2026-11-16T14:00:00.000Z' });
      const file = await exported(entities);
      await columns(entities, file);
      await check();
      expect(maya.sees()).not.toMatch(/new |[^n]changed|can’t|might be/);
      expect(maya.sees()).toContain('unchanged');
      expect(maya.sees()).toContain('There’s nothing to import.');
    },
  );

  test('with one cell changed changes that cell alone', async () => {
    const text = (await exported('customers')).toString().replace(',Toys,', ',Anvils,');
    await columns('customers', Buffer.from(text));
    await check();
    expect(maya.sees()).toContain('1 customer changed');
    await run();
    const [entry] = await audit(hub);
    expect(entry).toMatchObject({
      verb: 'update',
      record_id: 1,
      source: 'import',
      changes: '{"industry":["Toys","Anvils"]}',
    });
  });
});

describe('bad input', () => {
  test.each([
    ['an empty file', Buffer.alloc(0), 'This file is empty.'],
    ['blank lines alone', Buffer.from('\r\n ; ;\n\n'), 'This file is empty.'],
    ['headings alone', csv('Name,Email'), 'This file has only a header row. Add one row per record.'],
    ['a workbook', Buffer.from([0x50, 0x4b, 3, 4, 0, 0, 1, 2]), 'This is a workbook.'],
    ['a picture', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 1, 2, 0, 3]), 'This isn’t a text file.'],
    ['a quotation mark left open', csv('Name', '"Acme', 'Beta'), 'A quotation mark isn’t closed'],
    ['too many rows', Buffer.from(`Name\n${'x\n'.repeat(50_001)}`), 'This has more than 50,000 rows.'],
  ])('%s is turned away with what to do, and the form stays', async (_what, bytes, said) => {
    await attach('customers', bytes);
    await says(said);
    expect(labelsOf(maya.modal())).toEqual(['CSV file', 'Or paste the table']);
  });

  test('5 MB of 20,000 rows are read, and each is counted', async () => {
    const row = `Firm,${'x'.repeat(250)}\n`;
    const bytes = Buffer.from(`Name,Notes\n${row.repeat(20_000)}`);
    expect(bytes.length).toBeGreaterThan(5_000_000);
    await columns('customers', bytes);
    expect(maya.sees()).toContain('20,000 rows, 2 columns');
  });

  test('a file of more than 10 MB is not even downloaded', async () => {
    hub.practice.workspace.faults.always('url_private', { kind: 'hang' });
    await attach('customers', Buffer.alloc(10 * 1024 * 1024 + 1, 'x'), 'huge.csv');
    await says('huge.csv is larger than 10 MB.');
  });

  test('neither a file nor a table, or both, is said under the input', async () => {
    await maya.slash('/crm import customers', { in: 'leadership' });
    expect(await maya.submit()).toEqual({ 'CSV file': 'Attach a CSV file, or paste a table below.' });
    await maya.fill({ 'CSV file': { name: 'a.csv', bytes: csv('Name', 'x') }, 'Or paste the table': 'Name\ny' });
    expect(Object.keys(await maya.submit())).toEqual(['Or paste the table']);
  });

  test('a file that vanishes is asked for once more', async () => {
    hub.practice.workspace.faults.next('url_private', { kind: 'http', status: 404 });
    await attach('customers', csv('Name', 'x'), 'gone.csv');
    await says('CustomerHub can’t get gone.csv from Slack.');
    await maya.fill({ 'CSV file': { name: 'back.csv', bytes: csv('Name', 'x') } });
    expect(await maya.submit()).toEqual({});
    await says('back.csv: 1 row');
  });

  test('what was pasted stays when it is no table', async () => {
    await maya.slash('/crm import customers', { in: 'leadership' });
    await maya.fill({ 'Or paste the table': 'Name\n"Acme' });
    expect(await maya.submit()).toEqual({});
    await says('isn’t closed');
    expect(maya.sees()).toContain('Name\n"Acme');
  });

  test('one field for two columns, and headings that stand twice', async () => {
    await columns('customers', csv('Name,Email,Email,', 'Twice Ltd,a@twice.example,b@twice.example,x'));
    expect(labelsOf(maya.modal())).toEqual([
      'Name',
      'Email (column 2)',
      'Email (column 3)',
      'Column 4',
      'Owner of rows without one',
    ]);
    await maya.fill({ 'Email (column 3)': 'Email' });
    expect(await maya.submit()).toEqual({
      'Email (column 3)': 'Another column is already matched to Email. Don’t import one of them.',
    });
  });
});

describe('who may import', () => {
  test('a rep hears who can help, and it stands in the trail', async () => {
    await hub.ana.slash('/crm import customers', { in: 'sales' });
    expect(hub.ana.sees()).toMatch(/can’t import records.*Ask .*Maya/);
    expect((await audit(hub))[0]).toMatchObject({ verb: 'refused', entity: 'customer', slack_user_id: hub.ana.id });
  });

  test('a role that is taken while the form is open ends it at the next step, whichever that is', async () => {
    await columns('customers', csv('Name', 'Never Ltd'));
    await giveRole(maya, 'rep');
    expect(await maya.submit()).toEqual({});
    await says('can’t import records');
    await giveRole(maya, 'manager');
    await maya.cancel();
    await columns('customers', csv('Name', 'Never Ltd'));
    await check();
    await giveRole(maya, 'rep');
    expect(await maya.submit()).toEqual({});
    await says('can’t import records');
    expect(await knex()('customers').where({ name: 'Never Ltd' })).toEqual([]);
  });

  test('a manager is not asked for what only admins set', async () => {
    await columns('employees', csv('Name,Role,Email', 'Nina,Admin,nina@hub.example'));
    await check();
    await run();
    expect(await knex()('employees').where({ name: 'Nina' }).first()).toMatchObject({
      role: 'rep',
      email: 'nina@hub.example',
    });
  });

  test('nobody goes on with the file of somebody else', async () => {
    await columns('customers', csv('Name', 'Mine Ltd'));
    const [{ id }] = await knex()('imports').orderBy('id', 'desc').limit(1);
    await hub.ruth.slash('/crm import customers', { in: 'leadership' });
    await hub.ruth.cancel();
    const { actorFor } = await import('../support/given.ts');
    const { jobOf } = await import('../../src/crm/import/import.ts');
    await expect(jobOf({ crm: hub.crm, actor: await actorFor(hub, hub.ruth) }, id)).rejects.toThrow('no longer kept');
  });
});

test('what was given to no import is forgotten after a day', async () => {
  const { keepHouse } = await import('../../src/crm/jobs/housekeeping.ts');
  await columns('customers', csv('Name', 'Secret Plan'));
  hub.crm.at('2026-11-18T14:00:00Z');
  await keepHouse(hub.crm);
  expect(await knex()('imports')).toEqual([]);
  expect(await maya.submit()).not.toEqual({});
});

test.each(['', 'spaceships'])('/crm import %s says what can be imported', async (words) => {
  await maya.slash(`/crm import ${words}`, { in: 'leadership' });
  expect(maya.sees()).toContain('Use /crm import <customers|contacts|deals|interactions|employees>.');
});
