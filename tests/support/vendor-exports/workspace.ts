import { edit } from '../../../src/crm/records/mutations.ts';
import { runInTransaction } from '../../../src/crm/records/run-in-transaction.ts';
import type { Actor } from '../../../src/model/actor.ts';
import { aColleague, aCrm, byCommand, type TestCrm } from '../crm.ts';
import type { VendorExport } from './truth.ts';
import { SELLERS } from './sellers.ts';

export interface Workspace {
  crm: TestCrm;
  /** Imports everything. */
  maya: Actor;
}

/** A workspace with the sellers who are still there. */
export const workspaceFor = async ({ settings }: VendorExport): Promise<Workspace> => {
  const crm = await aCrm(undefined, settings);
  const [maya] = await Promise.all(
    SELLERS.filter(({ hasLeft }) => !hasLeft).map(async ({ name, email }, at) => {
      const actor = { ...(await aColleague(crm, name, at === 0 ? 'manager' : 'rep')), timeZone: settings.timeZone };
      const byAdmin = { crm, actor: { ...actor, role: 'admin' as const }, origin: byCommand };
      await runInTransaction(byAdmin, (tx) => edit(tx, { entity: 'employee', id: actor.employeeId }, { email }));
      return actor;
    }),
  );
  if (!maya) throw new Error('nobody is there');
  return { crm, maya };
};

/** Somebody who acts by forms. */
export const ctxOf = ({ crm, maya }: Workspace) => ({ crm, actor: maya, origin: { source: 'form' } as const });
