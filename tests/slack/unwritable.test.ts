import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sqliteFile } from '../../src/store/database.ts';
import { audit, given } from '../support/given.ts';
import { openHub, type Hub } from '../support/hub.ts';
import { onSmallDisk } from '../support/small-disk.ts';
import { sqliteTemplate } from '../support/template.ts';
import { until } from '../support/until.ts';

/** A place for a database that takes no more writes from some moment on. */
interface Place {
  folder: string;
  fill: (hub: Hub) => unknown;
  free: (hub: Hub) => unknown;
  end: () => void;
}

/** What is said of it: the reason, and what an admin can do. */
interface Words {
  kind: string;
  reason: string;
  next: string;
  told: string;
}

const suite = ({ kind, reason, next, told: inPrivate }: Words, make: () => Place): void => {
  let place: Place;
  let hub: Hub;

  beforeAll(async () => {
    place = make();
    const file = join(place.folder, 'crm.db');
    copyFileSync(sqliteFile(await sqliteTemplate()), file);
    hub = await openHub({ url: `sqlite:${file}` });
    await given(hub, hub.ana, 'customer', { name: 'Acme Logistics' });
    await given(hub, hub.ana, 'customer', { name: 'Initech' });
    await place.fill(hub);
  });
  afterAll(async () => {
    await hub.end();
    place.end();
  });

  const asked: string[] = [];
  const asks = async (command: string): Promise<string> => {
    await hub.ana.slash(command, { in: 'sales' });
    return hub.ana.reads('sales').at(-1) ?? '';
  };

  test('what is typed into a form is refused with the reason, and stays in the form', async () => {
    const { ana } = hub;
    await ana.slash('/crm add customer Globex', { in: 'sales' });
    await ana.fill({ Notes: 'Met at the fair' });
    const errors = await ana.submit();
    expect(Object.values(errors)).toEqual([`${reason}; nothing was saved. Your entries are kept. ${next}`]);
    expect(ana.sees()).toContain('Met at the fair');
    await until(() => hub.crm.database.condition.trouble?.kind === kind);
  });

  test('a command that would write is refused with the reason', async () => {
    expect(await asks('/crm next C-1 2026-11-20 call them')).toContain(`${reason}; nothing was saved. ${next}`);
    expect(await hub.crm.database.db('follow_ups')).toEqual([]);
  });

  test('reading goes on', async () => {
    for (const [command, found] of [
      ['find acme', 'Acme Logistics'],
      ['show C-2', 'Initech'],
      ['list customers', 'Acme Logistics'],
      ['summary', 'Data as of'],
      ['history C-1', 'Acme Logistics'],
    ] as const) {
      await hub.ana.slash(`/crm ${command}`, { in: 'sales' });
      await until(() => hub.ana.reads('sales').at(-1)?.includes(found));
      asked.push(command.split(' ')[0] ?? '');
    }
    expect(await asks('/crm audit')).toContain('Ask Maya');
    asked.push('refused');
    expect(hub.crm.auditQueue.size).toBe(asked.length);
  });

  test('the admins are told once, in a direct message', async () => {
    const told = () => hub.ruth.reads('app').filter((message) => message.includes('can’t save anything'));
    await until(() => told().length > 0);
    expect(told().join()).toContain(inPrivate);
    await asks('/crm next C-1 2026-11-20 call them');
    expect(told()).toHaveLength(1);
    expect(hub.maya.reads('app').join()).not.toContain('can’t save anything');
  });

  test('with room again it goes on by itself: what was typed is saved, and who looked at what stands in the trail', async () => {
    const { ana, ruth, crm } = hub;
    await place.free(hub);
    await until(() => crm.database.condition.trouble === null);
    await until(() => crm.auditQueue.size === 0);
    expect((await audit(hub, asked.length)).map(({ verb }) => verb)).toEqual(asked.toReversed());
    await until(() => ruth.reads('app').join().includes('CustomerHub can save again'));
    expect(ana.modal().title).toMatchObject({ text: 'New customer' });
    expect(await ana.submit()).toEqual({});
    expect(await crm.database.db('customers').where({ notes: 'Met at the fair' }).pluck('name')).toEqual(['Globex']);
  });
};

describe('on a disk that is full', () => {
  const words = {
    ...{ kind: 'full', reason: 'The disk of the server is full' },
    next: 'Ask an admin to free some space, then try again.',
    told: 'The disk of the server is full (SQLITE_FULL).\nFree some space on the disk that holds the database.',
  };
  onSmallDisk(24, (make) => suite(words, make));
});

describe('in a database that is read-only', () => {
  const words = {
    ...{ kind: 'read-only', reason: 'The database can’t be changed right now' },
    next: 'Ask an admin to make it writable, then try again.',
    told: 'The database can’t be changed right now (SQLITE_READONLY).\nMake the database writable',
  };
  suite(words, () => {
    const folder = mkdtempSync(join(tmpdir(), 'customerhub-'));
    const queryOnly = (value: string) => async (hub: Hub) =>
      void (await hub.crm.database.db.raw(`pragma query_only = ${value}`));
    return { folder, fill: queryOnly('on'), free: queryOnly('off'), end: () => rmSync(folder, { recursive: true }) };
  });
});
