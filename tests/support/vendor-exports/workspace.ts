import { create, edit } from '../../../src/crm/records/mutations.ts';
import { runInTransaction } from '../../../src/crm/records/run-in-transaction.ts';
import type { Actor } from '../../../src/model/actor.ts';
import type { EntityName } from '../../../src/model/entity.ts';
import { addSourceKeys } from '../../../src/store/import/source-keys.ts';
import { aColleague, aCrm, byCommand, type TestCrm } from '../crm.ts';
import type { VendorExport } from './truth.ts';
import { NO_ACCOUNT } from './wanted.ts';
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

/** Makes by hand what answers would make: employees who left, the customer of rows without one, and whom ids mean. */
export const makeByHand = async ({ crm, maya }: Workspace, { system, users = {} }: VendorExport): Promise<void> => {
  const ctx = { crm, actor: maya, origin: byCommand };
  const made = (entity: EntityName, name: string) => runInTransaction(ctx, (tx) => create(tx, entity, { name }));
  const nobody = await made('customer', NO_ACCOUNT);
  for (const { name, hasLeft } of SELLERS) if (hasLeft) await made('employee', name);
  const employees: { id: number; name: string }[] = await crm.database.db('employees').select('id', 'name');
  const keys = employees.flatMap(({ id, name }) => {
    const key = users[name];
    return key === undefined
      ? []
      : [{ entity: 'employee' as const, source: system, key, recordId: id, act: 'by hand' }];
  });
  const noAccount = {
    entity: 'customer' as const,
    source: system,
    key: NO_ACCOUNT,
    recordId: nobody.id,
    act: 'by hand',
  };
  await addSourceKeys(crm.database.db, [noAccount, ...keys]);
};
