import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { GAP } from '../../src/crm/context/audit-queue.ts';
import { AUDIT_VERBS, writeAudit, type NewEntry } from '../../src/store/audit/audit-log.ts';
import { audit, given } from '../support/given.ts';
import { openHub, type Hub } from '../support/hub.ts';
import { until } from '../support/until.ts';

let hub: Hub;

/** What Maya, a manager, is shown for `/crm audit <filters>`. */
const mayaAsks = async (filters: string): Promise<string> => {
  await hub.maya.slash(`/crm audit ${filters}`);
  return hub.maya.sees();
};

beforeAll(async () => {
  hub = await openHub();
  hub.crm.at('2026-11-14T10:00:00Z');
  const acme = await given(hub, hub.ana, 'customer', { name: 'Acme Logistics', phone: '+49 30 1234567' });
  hub.crm.at('2026-11-15T23:30:00Z');
  await given(hub, hub.ben, 'deal', { name: '=cmd()', customer: acme.id, amount: '12k' });
  hub.crm.at('2026-11-16T14:00:00Z');
  await hub.ana.slash('/crm show acme');
});
afterAll(() => hub.end());

describe('/crm audit', () => {
  test('shows managers and admins everything, newest first', async () => {
    const seen = await mayaAsks('');
    expect(seen.indexOf('Ana Kovačević looked at Acme Logistics · C-1')).toBeGreaterThan(0);
    expect(seen.indexOf('looked at')).toBeLessThan(seen.indexOf('Ben Okafor created =cmd() · D-1'));
    await hub.ruth.slash('/crm audit');
    expect(hub.ruth.sees()).toContain('Maya Lindqvist read the audit log');
  });

  test.each([
    ['by:ana', ['Acme Logistics'], ['Ben Okafor']],
    ['by:@ana', ['Acme Logistics'], ['Ben Okafor']],
    ['by:<@U0BEN>', ['=cmd()'], ['Ana Kovačević']],
    ['by:me since:today', ['Maya Lindqvist read the audit log'], ['Ana Kovačević', 'Ben Okafor']],
    ['by:"Ben Okafor"', ['=cmd()'], ['Ana Kovačević']],
    ['entity:deal', ['=cmd()'], ['Acme Logistics · C-1']],
    ['entity:Customers', ['Acme Logistics · C-1'], ['=cmd()']],
    ['verb:show', ['looked at'], ['created']],
    ['verb:created entity:deal', ['created =cmd()'], ['looked at', 'created Acme']],
    ['on:2026-11-14', ['created Acme'], ['=cmd()', 'looked at']],
    // 23:30 UTC on the 15th is the 16th where Maya is.
    ['on:today entity:deal', ['created =cmd()'], ['created Acme']],
    ['until:yesterday entity:customer', ['created Acme'], ['looked at', '=cmd()']],
    ['since:2026-11-16 entity:customer', ['looked at'], ['created Acme']],
  ])('%s narrows it', async (filters, shown, hidden) => {
    const seen = await mayaAsks(filters);
    for (const words of shown) expect(seen).toContain(words);
    for (const words of hidden) expect(seen).not.toContain(words);
  });

  test('says when nothing matches', async () => {
    expect(await mayaAsks('verb:merge by:ana').catch(() => '')).not.toContain('Older');
    expect(await mayaAsks('verb:removed')).toContain('No entries match: action remove.');
    const seen = await mayaAsks('by:ben entity:contact since:2026-11-15 until:yesterday');
    expect(seen).toContain('No entries match: by Ben Okafor, of contacts, from 15 Nov 2026 on, up to 15 Nov 2026.');
  });

  test.each([
    ['by:ana nonsense', '“nonsense” isn’t an audit filter.', '/crm audit by:ana nonsense\n                  ^^^^^^^^'],
    ['entity:boat', '“boat” isn’t a record type. Use customer', '/crm audit entity:boat\n           ^^^^^^^^^^^'],
    ['verb:shows', '“shows” isn’t an audit action', '^^^^^^^^^^'],
    ['by:nobody', 'No teammate’s name starts with “nobody”', '^^^^^^^^^'],
    ['on:someday', '“someday” isn’t a period', '^^^^^^^^^^'],
    ['colour:red', '“colour:red” isn’t an audit filter.', '^^^^^^^^^^'],
  ])('points at the word in %s', async (filters, why, where) => {
    const seen = await mayaAsks(filters);
    expect(seen).toContain(why);
    expect(seen).toContain(where);
    expect(seen).toContain('Use by:@person');
  });

  test('survives words without end', async () => {
    expect(await mayaAsks('x'.repeat(20_000))).toContain('That filter is too long');
    expect(await mayaAsks('<!channel> ```')).toContain('“<!channel>” isn’t an audit filter.');
  });

  test('goes page by page with its filters', async () => {
    for (let n = 0; n < 16; n += 1) await hub.ana.slash('/crm list deals');
    expect(await mayaAsks('verb:list')).toContain('16 entries · verb:list · page 1 of 2');
    await hub.maya.click('Older ▶');
    await until(() => hub.maya.sees().includes('page 2 of 2'));
    expect(hub.maya.sees()).toContain('Ana Kovačević listed deals');
    await hub.maya.click('◀ Newer');
    await until(() => hub.maya.sees().includes('page 1 of 2'));
  });

  test('is refused to reps, and the refusal stands in the trail', async () => {
    await hub.ana.slash('/crm audit');
    expect(hub.ana.sees()).toContain(
      'As a rep, you can’t read the audit log. See one record’s changes with /crm history. Ask Maya Lindqvist or Ruth Adler.',
    );
    expect(await audit(hub)).toMatchObject([{ verb: 'refused', slack_user_id: hub.ana.id }]);
    expect(await mayaAsks('verb:refused')).toContain('Ana Kovačević was denied');
  });
});

describe('a sentence is whole, whatever an entry is of', () => {
  const at = '2026-11-16T13:00:00.000Z';
  const entry: Omit<NewEntry, 'verb' | 'entity' | 'recordId'> = {
    ...{ at, act: 'told', slackUserId: 'U0ANA', slackTeamId: 'T0RAMPWERK', employeeId: 1 },
    ...{ changes: { messages: [null, 3] }, source: 'command' },
  };

  test.each(AUDIT_VERBS)('%s', async (verb) => {
    const places = [
      { entity: null, recordId: null },
      { entity: 'deal', recordId: null },
      { entity: 'deal', recordId: 1 },
      { entity: 'deal', recordId: 999 },
    ] as const;
    await hub.crm.database.db.transaction(async (db) => {
      const changes: NewEntry['changes'] =
        verb === GAP ? { lost: [null, 2], from: [null, at], to: [null, at] } : entry.changes;
      for (const place of places) await writeAudit(db, { ...entry, changes, act: `told ${verb}`, verb, ...place });
    });
    await mayaAsks(`verb:"${verb}" by:ana on:today`);
    const seen = hub.maya.sees();
    expect(seen).not.toMatch(/[A-Z]-0\b|undefined|null|:small_blue_diamond:/);
    const lines = seen.split('\n').filter((line) => line.includes('by command'));
    expect(lines.length).toBeGreaterThan(0);
    for (const line of lines) expect(line).not.toMatch(/  |: +·|Ana Kovačević:/);
  });

  test('the numbers are told as what they are', async () => {
    await hub.ana.slash('/crm summary moved', { in: 'sales' });
    await hub.ana.slash('/crm summary', { in: 'sales' });
    const seen = await mayaAsks('verb:summary');
    expect(seen).toContain('Ana Kovačević viewed what moved');
    expect(seen).toContain('Ana Kovačević viewed the summary');
  });

  test('an undo and its redo are two things', async () => {
    const acme = await given(hub, hub.ana, 'customer', { name: 'Redone' });
    await hub.ana.slash(`/crm delete C-${acme.id}`, { in: 'sales' });
    await hub.ana.click('Delete');
    await until(() => hub.ana.sees().includes('Deleted'));
    await hub.ana.click('Undo');
    await until(() => hub.ana.sees().includes('Undone.'));
    await hub.ana.click('Redo');
    await until(() => hub.ana.sees().includes('Redone.'));
    const seen = await mayaAsks('verb:undo');
    expect(seen).toContain('Ana Kovačević undid a change');
    expect(seen).toContain('Ana Kovačević redid a change');
  });
});

describe('the export', () => {
  test('is a CSV file for the person alone, and stands in the trail', async () => {
    await mayaAsks('until:today verb:create');
    await hub.maya.click('Download CSV');
    await until(
      () => hub.maya.sees().includes('audit-2026-11-16.csv') || hub.maya.reads('app').at(-1)?.includes('.csv'),
    );
    const file = hub.maya
      .messages('app')
      .flatMap(({ files }) => files)
      .at(-1)!;
    const csv = await (await fetch(`${hub.practice.url}${file.url}`)).text();
    expect(file.name).toBe('audit-2026-11-16.csv');
    expect(csv).toContain(
      'entry,at (UTC),person,Slack user,workspace,verb,entity,record,source,field,before,after\r\n',
    );
    expect(csv).toMatch(
      /\d+,2026-11-15T23:30:00\.000Z,Ben Okafor,U0BEN,T0RAMPWERK,create,deal,D-1,app,name,,'=cmd\(\)\r\n/,
    );
    expect(csv).toContain(`phone,,'+49301234567\r\n`);
    expect(hub.ana.reads('app').join()).not.toContain('audit-2026');
    expect(await audit(hub)).toMatchObject([{ verb: 'export', slack_user_id: hub.maya.id }]);
  });
});
