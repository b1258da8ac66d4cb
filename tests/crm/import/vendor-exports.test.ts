import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { undo } from '../../../src/crm/undo/undo.ts';
import type { EntityName } from '../../../src/model/entity.ts';
import { byCommand } from '../../support/crm.ts';
import { vendorExports } from '../../support/vendor-exports/all.ts';
import type { Finding } from '../../support/vendor-exports/compare.ts';
import {
  checkAgain,
  findingsOf,
  importFile,
  knownAfter,
  type Imported,
} from '../../support/vendor-exports/importing.ts';
import { workspaceFor, type Workspace } from '../../support/vendor-exports/workspace.ts';
import { NOT_YET } from './not-yet.ts';

jest.setTimeout(300_000);

/** Each kind once, with how often it is met and its first example. */
const kindsOf = (findings: readonly Finding[]): Record<string, string> => {
  const kinds: Record<string, string> = {};
  for (const { kind, example } of findings) {
    const times = findings.filter((one) => one.kind === kind).length;
    kinds[kind] ??= `${times} times, as ${example}`;
  }
  return kinds;
};

const TABLES = ['customers', 'contacts', 'deals', 'interactions', 'follow_ups'];

describe.each(vendorExports())('exports of $system', (vendor) => {
  const notYet = NOT_YET[vendor.system];
  const findings: Finding[] = [];
  const imported: Imported[] = [];
  let workspace: Workspace;

  const live = async () =>
    Promise.all(TABLES.map(async (table) => (await workspace.crm.database.db(table).whereNull('deleted_at')).length));
  let before: number[];

  beforeAll(async () => {
    workspace = await workspaceFor(vendor);
    before = await live();
    for (const file of vendor.files) imported.push(await importFile(workspace, file));
    const known = await knownAfter(workspace, imported);
    for (const one of imported) findings.push(...(await findingsOf(workspace, one, known)));
  });
  afterAll(() => workspace.crm.end());

  test('the files hold as many records as they should', () => {
    const rows = (entity: EntityName): number =>
      vendor.files.filter((file) => file.entity === entity).reduce((sum, { cells }) => sum + cells.length, 0);
    expect(['customer', 'contact', 'deal', 'interaction'].map((name) => rows(name as EntityName))).toEqual([
      200, 250, 200, 400,
    ]);
    for (const { headings, cells, expected } of vendor.files) {
      expect(cells.filter((row) => row.length !== headings.length)).toEqual([]);
      expect(new Set(expected.map(({ key }) => key)).size).toBe(cells.length);
    }
  });

  const unexpected = () => findings.filter(({ kind }) => !notYet.includes(kind));

  test('every value is stored as it was meant, and what is left out has its cause', () => {
    expect(kindsOf(unexpected())).toEqual({});
  });

  test('what is listed as not yet done is not done yet', () => {
    const met = new Set(findings.map(({ kind }) => kind));
    expect(notYet.filter((kind) => !met.has(kind))).toEqual([]);
  });

  test('a second time every file creates and changes nothing', async () => {
    for (const one of imported)
      expect([one.file.label, await checkAgain(workspace, one)]).toMatchObject([
        one.file.label,
        { created: 0, changed: 0, twins: 0, made: {} },
      ]);
  });

  test('Undo takes everything back', async () => {
    for (const { job } of imported.toReversed())
      if (job.tally.created > 0) await undo({ crm: workspace.crm, actor: workspace.maya, origin: byCommand }, job.act);
    expect(await live()).toEqual(before);
  });
});
