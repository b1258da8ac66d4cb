import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Role } from '../../src/model/roles.ts';
import type { Actor, Origin } from '../../src/model/actor.ts';
import { openCrm, type Crm } from '../../src/crm/context/crm.ts';
import { enter } from '../../src/crm/team/members.ts';
import { sqliteFile } from '../../src/store/database.ts';
import type { Settings } from '../../src/store/settings.ts';
import { sqliteTemplate } from './template.ts';

/** A Monday afternoon, far from every month's and quarter's edge. */
export const NOW = Date.parse('2026-11-16T14:00:00Z');
export const TEAM = 'T0ACME';

export interface TestCrm extends Crm {
  /** Moves the clock. */
  at: (iso: string) => void;
  end: () => Promise<void>;
}

/** @param settings that are not the usual ones */
export const aCrm = async (url?: string, settings: Partial<Settings> = {}): Promise<TestCrm> => {
  const folder = mkdtempSync(join(tmpdir(), 'customerhub-'));
  const file = join(folder, 'crm.db');
  if (url === undefined) copyFileSync(sqliteFile(await sqliteTemplate()), file);
  let now = NOW;
  const crm = await openCrm({
    url: url ?? `sqlite:${file}`,
    defaults: { currency: 'EUR', locale: 'en-GB', timeZone: 'Europe/Berlin', settle: '0', ...settings },
    gather: 0,
    defaultRole: 'rep',
    now: () => now,
  });
  const end = async (): Promise<void> => {
    await crm.database.close();
    rmSync(folder, { recursive: true, force: true });
  };
  return Object.assign(crm, { at: (iso: string) => void (now = Date.parse(iso)), end });
};

/** A colleague seen by CustomerHub for the first time, with the role they were given since. */
export const aColleague = async (crm: Crm, name: string, role: Role = 'rep'): Promise<Actor> => {
  const identity = {
    userId: `U0${name.toUpperCase().replace(/[^A-Z]/g, '')}`,
    teamId: TEAM,
    name,
    email: null,
    timeZone: 'Europe/Berlin',
    isAdmin: role === 'admin',
    outsider: null,
  };
  const actor = await enter(crm, identity);
  if (actor.role !== role) await crm.database.db('employees').where({ id: actor.employeeId }).update({ role });
  return { ...actor, role };
};

export const byCommand: Origin = { source: 'command' };
