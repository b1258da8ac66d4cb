import { reportOf } from '../../../src/crm/import/check.ts';
import { answerImport, tableOf, type ImportJob } from '../../../src/crm/import/import.ts';
import type { Report } from '../../../src/crm/import/report/report.ts';
import { wordsKey, type Answers, type Meaning } from '../../../src/model/import/answers.ts';
import { entityOf } from '../../../src/model/registry.ts';
import type { ValueAnswer, VendorFile } from './truth.ts';
import { ctxOf, type Workspace } from './workspace.ts';

type Values = Record<string, Record<string, Meaning>>;

/** Id of the record or stage of that name, or the name of the choice. */
const rawOf = async (
  { crm }: Workspace,
  { entity }: VendorFile,
  field: string,
  name: string,
): Promise<string | number> => {
  const found = entityOf(entity).fields[field];
  if (found?.kind === 'choice') return Object.entries(found.options).find(([, label]) => label === name)?.[0] ?? name;
  const table = found?.kind === 'stage' ? 'stages' : found?.kind === 'reference' ? entityOf(found.to).table : null;
  if (table === null) return name;
  const row = (await crm.database.db(table).where({ name }).first('id')) as { id: number } | undefined;
  if (!row) throw new Error(`nothing is called ${name}`);
  return row.id;
};

const meaningOf = async (
  workspace: Workspace,
  file: VendorFile,
  field: string,
  answer: ValueAnswer,
): Promise<Meaning> => {
  if ('blank' in answer) return { is: 'empty' };
  if ('make' in answer) return { is: 'create', words: answer.make };
  return { is: 'value', raw: await rawOf(workspace, file, field, answer.is) };
};

/** Answers words of which a check says that they mean nothing. What nobody has an answer to stays as it is. */
const valuesFor = async (workspace: Workspace, file: VendorFile, { causes }: Report): Promise<Values> => {
  const values: Values = {};
  for (const { is, target, heading, values: asked } of causes) {
    const known = file.answers.values?.[heading ?? ''];
    if (is !== 'value' || known === undefined) continue;
    for (const { words } of asked) {
      const answer = known.words[words];
      if (answer === undefined) continue;
      values[target] = {
        ...values[target],
        [wordsKey(words, target)]: await meaningOf(workspace, file, known.field, answer),
      };
    }
  }
  return values;
};

/** Answers what a record must have and rows don’t say. */
const defaultsFor = ({ answers }: VendorFile, { causes }: Report): Answers['defaults'] => {
  const asked = Object.entries(answers.defaults ?? {}).filter(([field]) =>
    causes.some(({ is, target }) => is === 'missing' && target === field),
  );
  return Object.fromEntries(
    asked.flatMap(([field, { value }]): [string, Answers['defaults'][string]][] => {
      if ('blank' in value) return [];
      return [[field, 'make' in value ? { is: 'create', words: value.make } : { is: 'value', raw: value.is }]];
    }),
  );
};

/** Words such as N/A in the columns where somebody knows that they mean nothing. */
const blanksIn = async ({ crm }: Workspace, job: ImportJob, { answers }: VendorFile): Promise<Values> => {
  const { headings, facts } = await tableOf(crm, job);
  const values: Values = {};
  for (const heading of answers.blanks ?? []) {
    const at = headings.indexOf(heading);
    const [target, words] = [job.targets[at], Object.keys(facts[at]?.placeholders ?? {})];
    if (target) values[target] = Object.fromEntries(words.map((one) => [wordsKey(one), { is: 'empty' } as const]));
  }
  return values;
};

/** Answers what is asked of a file that was checked, and nothing else. */
export const answerAsked = async (workspace: Workspace, job: ImportJob, file: VendorFile): Promise<ImportJob> => {
  const ctx = ctxOf(workspace);
  const report = await reportOf(ctx, job.id);
  const blanks = await blanksIn(workspace, job, file);
  const values = { ...blanks, ...(await valuesFor(workspace, file, report)) };
  return answerImport(ctx, job.id, { values, defaults: defaultsFor(file, report) });
};
