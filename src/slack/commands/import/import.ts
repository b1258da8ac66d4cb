import { Unclear } from '../../../model/errors.ts';
import { entityCalled, entityOf, RECORDS } from '../../../model/registry.ts';
import { cut } from '../../../model/text/text.ts';
import { jobOf, permitImport } from '../../../crm/import/index.ts';
import { escape, say } from '../../messages/blocks.ts';
import { answer, type SlackRequest, type Reply } from '../../slack-context.ts';
import { checkForm } from './import-check.ts';
import { columnsForm } from './import-columns.ts';
import { fileForm } from './import-file.ts';
import { iconOf, whereItIs } from '../../messages/files.ts';
import { runImport, sendRejected } from './run-import.ts';
import { summaryMessage } from './import-view.ts';
import type { Command } from '../command.ts';

const plurals = RECORDS.map((name) => entityOf(name).plural).join('|');

const importCommand: Command = {
  name: 'import',
  usage: `import <${plurals}>`,
  examples: ['import customers', 'import deals'],
  help: 'Import records from a CSV file, with a preview first (managers and admins).',
  run: async (request, words) => {
    const word = words.trim();
    const entity = entityCalled(word);
    await permitImport(request, entity ?? null);
    if (!entity) {
      const wrong = word ? `“${cut(word, 60)}” isn’t a record type. ` : '';
      throw new Unclear(`${wrong}Use \`/crm ${importCommand.usage}\`.`);
    }
    return { kind: 'open', view: fileForm(request, entity) };
  },
};

const mine = async (request: SlackRequest, words: string) => {
  const job = await jobOf(request, Number(words) || 0);
  await permitImport(request, entityOf(job.entity));
  return job;
};

/** Behind Continue, where the window of a step was closed. */
const importOpen: Command = {
  name: 'import-open',
  run: async (request, words): Promise<Reply> => {
    const job = await mine(request, words);
    if (job.state === 'read') return { kind: 'open', view: await columnsForm(request, job) };
    if (job.state === 'checked') return { kind: 'open', view: await checkForm(request, job) };
    return answer(summaryMessage(job));
  },
};

/** Behind Resume of an import that came to a stop. */
const importOn: Command = {
  name: 'import-on',
  run: async (request, words) => {
    const job = await mine(request, words);
    return {
      kind: 'later',
      first: say(`:hourglass_flowing_sand: Importing the rest of ${escape(job.file)}…`),
      last: async () => {
        await runImport(request, job, {});
        return say(`:white_check_mark: The result is in your messages with <@${request.slack.botUserId}>.`);
      },
    };
  },
};

/** Behind the button for the rows that are left out. */
const importRejected: Command = {
  name: 'import-rejected',
  run: async (request, words) => {
    const job = await mine(request, words);
    return {
      kind: 'later',
      first: say(':hourglass_flowing_sand: Preparing the file…'),
      last: async () => {
        const sent = await sendRejected(request, job);
        return say(`${iconOf(sent)} ${escape(sent.what)}: the file ${whereItIs(request.slack, sent)}`);
      },
    };
  },
};

export const importCommands: readonly Command[] = [importCommand, importOpen, importOn, importRejected];
