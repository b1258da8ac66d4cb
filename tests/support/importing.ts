import { expect } from '@jest/globals';
import { carryImport, type Carrying } from '../../src/crm/import/carry.ts';
import { checkImport } from '../../src/crm/import/check.ts';
import { answerImport, chooseTargets, jobOf, takeFile, type ImportJob } from '../../src/crm/import/import.ts';
import { firstRejects, rejectLine } from '../../src/crm/import/rejected.ts';
import { undo } from '../../src/crm/undo/undo.ts';
import type { Actor } from '../../src/model/actor.ts';
import type { EntityName } from '../../src/model/entity.ts';
import type { Answers } from '../../src/model/import/answers.ts';
import { entityOf } from '../../src/model/registry.ts';
import { byCommand, type TestCrm } from './crm.ts';

/** What somebody does with files, with the suggested columns. */
export const importsBy = (crm: TestCrm, actor: Actor) => {
  const ctx = { crm, actor, origin: { source: 'form' } as const };
  const taken = async (entity: EntityName, text: string): Promise<ImportJob> => {
    const job = await takeFile(ctx, { entity: entityOf(entity), file: 'list.csv', bytes: Buffer.from(text) });
    await chooseTargets(ctx, job.id, job.targets);
    return jobOf(ctx, job.id);
  };
  const checked = async (entity: EntityName, text: string, answers: Partial<Answers> = {}): Promise<ImportJob> => {
    const { id } = await taken(entity, text);
    await answerImport(ctx, id, answers);
    return checkImport(ctx, id);
  };
  /** Imports a file, and sees that all comes as it was foretold. */
  const imported = async (
    entity: EntityName,
    text: string,
    answers: Partial<Answers> = {},
    carrying: Carrying = {},
  ): Promise<ImportJob> => {
    const job = await checked(entity, text, answers);
    const done = await carryImport(ctx, job.id, carrying);
    expect(done.tally).toEqual(job.tally);
    return done;
  };
  const rejects = async ({ id }: ImportJob): Promise<string[]> => (await firstRejects(ctx, id, 1000)).map(rejectLine);
  const rows = (table: string) => crm.database.db(table).whereNull('deleted_at').orderBy('id');
  const undone = ({ act }: ImportJob, past = false) => undo({ crm, actor, origin: byCommand }, act, past);
  return { ctx, taken, checked, imported, rejects, rows, undone };
};
