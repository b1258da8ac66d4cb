/** A process of its own that carries an import out, says how far it came, and is killed in the middle. */
import { openCrm } from '../../../src/crm/context/crm.ts';
import { carryImport } from '../../../src/crm/import/carry.ts';
import { employeeOf } from '../../../src/store/team/employees.ts';
import { theApp } from '../../../src/model/actor.ts';
import { NOW, TEAM } from '../../support/crm.ts';

const [, , url = '', person = '', id = ''] = process.argv;
const defaults = { currency: 'EUR', locale: 'en-GB', timeZone: 'Europe/Berlin' };
const crm = await openCrm({ url, defaults, defaultRole: 'rep', now: () => NOW });
const employee = await employeeOf(crm.database.db, person);
if (!employee) throw new Error('nobody is called that');
const actor = {
  ...theApp(TEAM, 'Europe/Berlin'),
  employeeId: employee.id,
  slackUserId: person,
  role: 'manager' as const,
};
const progress = (done: number): void => void process.stdout.write(`${done}\n`);
await carryImport({ crm, actor, origin: { source: 'form' } }, Number(id), { progress });
await crm.database.close();
