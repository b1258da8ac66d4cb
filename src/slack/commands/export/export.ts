import { dayOf } from '../../../model/dates/time.ts';
import { entityOf, RECORDS } from '../../../model/registry.ts';
import { readListLine } from '../../../model/filter/list-line.ts';
import { Unclear } from '../../../model/errors.ts';
import { count, cut } from '../../../model/text/text.ts';
import { exportCsv, permitExport } from '../../../crm/export/index.ts';
import type { Listing } from '../../../crm/lists/index.ts';
import { say, type Message } from '../../messages/blocks.ts';
import type { SlackRequest } from '../../slack-context.ts';
import { answerWithFile } from '../../messages/files.ts';
import { nothingMatches, readList } from '../lists/index.ts';
import type { Command } from '../command.ts';

const plurals = RECORDS.map((name) => entityOf(name).plural).join('|');

const exported = async (request: SlackRequest, listing: Listing): Promise<Message> => {
  const { crm } = request.slack;
  const { entity } = listing;
  const { csv, records } = await exportCsv(request, listing);
  if (records === 0) return say(`:mag: ${await nothingMatches(request, listing)} No file was created.`);
  const what = count(records, entity.name, entity.plural);
  const name = `${entity.plural}-${dayOf(crm.now(), request.actor.timeZone)}.csv`;
  return answerWithFile(request, { name, bytes: csv }, what);
};

const exportCommand: Command = {
  name: 'export',
  past: true,
  usage: `export <${plurals}> [filters]`,
  words: 'filter',
  options: ['sort'],
  examples: ['export deals', 'export won deals this year', 'export customers status:active as-of:yesterday'],
  help: 'Export records as CSV, sent only to you (managers and admins).',
  run: async (request, words) => {
    await permitExport(request);
    const line = readListLine(words);
    if (!line) {
      const [word = ''] = words.trim().split(/\s+/, 1);
      const wrong = word ? `“${cut(word, 60)}” isn’t a record type. ` : '';
      throw new Unclear(`${wrong}Use \`/crm ${exportCommand.usage}\`.`);
    }
    const listing = await readList(request, line.entity, line.words);
    return {
      kind: 'later',
      first: say(':hourglass_flowing_sand: Preparing the file…'),
      last: () => exported(request, listing),
    };
  },
};

export const exportCommands: readonly Command[] = [exportCommand];
