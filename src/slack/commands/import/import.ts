import { Unclear } from '../../../model/errors.ts';
import { entityCalled, entityOf, RECORDS } from '../../../model/registry.ts';
import { cut } from '../../../model/text/text.ts';
import { jobOf, permitImport } from '../../../crm/import/import.ts';
import { escape, say } from '../../messages/blocks.ts';
import { answer, type Ask, type Reply } from '../../slack-context.ts';
import { checkForm } from './import-check.ts';
import { columnsForm } from './import-columns.ts';
import { fileForm } from './import-file.ts';
import { iconOf, whereItIs } from '../../messages/files.ts';
import { runImport, sendRejected } from './run-import.ts';
import { summaryMessage } from './import-view.ts';
import type { Verb } from '../command.ts';

const plurals = RECORDS.map((name) => entityOf(name).plural).join('|');

const importVerb: Verb = {
  name: 'import',
  usage: `import <${plurals}>`,
  examples: ['import customers', 'import deals'],
  help: 'Take records in from a CSV file; it shows what would happen first. For managers and admins.',
  run: async (ask, words) => {
    const { crm } = ask.desk;
    const word = words.trim();
    const entity = entityCalled(word);
    await permitImport(crm, ask.actor, ask.origin, entity ?? null);
    if (!entity) {
      const wrong = word ? `“${cut(word, 60)}” is none of them. ` : '';
      throw new Unclear(`${wrong}Write \`/crm ${importVerb.usage}\`.`);
    }
    return { kind: 'open', view: fileForm(ask, entity) };
  },
};

const mine = async (ask: Ask, words: string) => {
  const job = await jobOf(ask.desk.crm, ask.actor, Number(words) || 0);
  await permitImport(ask.desk.crm, ask.actor, ask.origin, entityOf(job.entity));
  return job;
};

/** Behind “Go on”, where the window of a step was closed. */
const importOpen: Verb = {
  name: 'import-open',
  run: async (ask, words): Promise<Reply> => {
    const job = await mine(ask, words);
    if (job.state === 'read') return { kind: 'open', view: await columnsForm(ask, job) };
    if (job.state === 'checked') return { kind: 'open', view: await checkForm(ask, job) };
    return answer(summaryMessage(job));
  },
};

/** Behind “Go on” of an import that came to a stop. */
const importOn: Verb = {
  name: 'import-on',
  run: async (ask, words) => {
    const job = await mine(ask, words);
    return {
      kind: 'later',
      first: say(`:hourglass_flowing_sand: Importing the rest of *${escape(job.file)}* …`),
      last: async () => {
        await runImport(ask, job, {});
        return say(`:white_check_mark: What became of it is in your conversation with <@${ask.desk.botUserId}>.`);
      },
    };
  },
};

/** Behind the button for the rows that are left out. */
const importRejected: Verb = {
  name: 'import-rejected',
  run: async (ask, words) => {
    const job = await mine(ask, words);
    return {
      kind: 'later',
      first: say(':hourglass_flowing_sand: Writing the file …'),
      last: async () => {
        const sent = await sendRejected(ask, job);
        return say(`${iconOf(sent)} ${escape(sent.what)}: the file ${whereItIs(ask.desk, sent)}`);
      },
    };
  },
};

export const importVerbs: readonly Verb[] = [importVerb, importOpen, importOn, importRejected];
