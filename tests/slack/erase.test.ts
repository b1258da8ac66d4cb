import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { AnyRecord } from '../../src/model/record.ts';
import { audit, given } from '../support/given.ts';
import { openHub, type Hub } from '../support/hub.ts';
import { until } from '../support/until.ts';

let hub: Hub;
let acme: AnyRecord;

beforeAll(async () => {
  hub = await openHub();
  acme = await given(hub, hub.ana, 'customer', { name: 'Acme Logistics' });
  const iris = await given(hub, hub.ana, 'contact', {
    name: 'Iris Meyerhoff',
    customer: acme.id,
    phone: '+49301234567',
  });
  await given(hub, hub.ana, 'interaction', { customer: acme.id, contact: iris.id, what: 'Iris Meyerhoff called.' });
});
afterAll(() => hub.end());

describe('/crm erase', () => {
  test('is refused to managers, who learn whom to ask', async () => {
    await hub.maya.slash('/crm erase iris');
    expect(hub.maya.sees()).toContain('As a manager, you can’t erase a contact’s personal data. Ask Ruth Adler.');
    expect(await audit(hub)).toMatchObject([{ verb: 'refused', entity: 'contact', record_id: 1 }]);
  });

  test('erases contacts only', async () => {
    await hub.ruth.slash('/crm erase C-1');
    expect(hub.ruth.sees()).toContain('C-1 is a customer. Its contact:');
  });

  test('asks first, and says what goes and what stays', async () => {
    await hub.ruth.slash('/crm erase iris');
    const seen = hub.ruth.sees();
    expect(seen).toContain('Permanently erase :bust_in_silhouette: Iris Meyerhoff · P-1? You can’t undo this.');
    expect(seen).toContain('In 1 other record their name, email and phone become [erased]');
    expect(seen).toContain('The history still shows who did what and when');
    expect(await hub.crm.database.db('contacts').where({ id: 1 }).first()).toMatchObject({ name: 'Iris Meyerhoff' });
  });

  test('erases, says so, and leaves a history that tells nothing of the person', async () => {
    await hub.ruth.click('Erase');
    await until(() => hub.ruth.sees().includes('Erased P-1'));
    expect(hub.ruth.sees()).not.toContain('Iris');
    expect(await audit(hub)).toMatchObject([{ verb: 'erase', entity: 'contact', record_id: 1, changes: '{}' }]);
    await hub.ana.slash('/crm history P-1');
    const seen = hub.ana.sees();
    expect(seen).toContain('Erased person · P-1 · erased for good');
    expect(seen).toContain('Ruth Adler erased the data of Erased person');
    expect(seen).toContain('Phone erased');
    expect(seen).not.toContain('Iris');
    expect(seen).not.toContain('Restore');
  });

  test('cannot be done twice', async () => {
    await hub.ruth.slash('/crm erase P-1');
    expect(hub.ruth.sees()).toContain('P-1 was permanently erased.');
    await hub.ruth.slash('/crm show P-1');
    expect(hub.ruth.sees()).toContain('P-1 was permanently erased.');
    expect(hub.ruth.sees()).not.toContain('restore');
  });
});
