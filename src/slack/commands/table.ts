import type { SlackRequest, Reply } from '../slack-context.ts';
import { answer } from '../slack-context.ts';
import { asOfIn } from '../../crm/snapshots/index.ts';
import { lookBack } from './as-of.ts';
import { audienceCommands, muteCommands, linkCommands } from './channels/index.ts';
import { auditCommands } from './audit/index.ts';
import { dealCommands } from './deals/index.ts';
import { eraseCommands } from './erase/index.ts';
import { exportCommands } from './export/index.ts';
import { followUpCommands } from './follow-ups/index.ts';
import { historyCommands } from './history/index.ts';
import { helpMessage, welcomeMessage } from './help/index.ts';
import { listCommands } from './lists/index.ts';
import { importCommands } from './import/index.ts';
import { logCommands } from './log/index.ts';
import { mergeCommands } from './merge/index.ts';
import { assertTaken } from './options.ts';
import { deliveryCommands, settingsCommands } from './settings/index.ts';
import { recordCommands } from './records/index.ts';
import { withLinkedChannel } from '../views/channel-words.ts';
import { scheduleCommands } from './summary/index.ts';
import { subscriptionCommands } from './subscriptions/index.ts';
import { summaryCommands } from './summary/index.ts';
import { targetCommands } from './targets/index.ts';
import { undoCommands } from './undo/index.ts';
import type { Command } from './command.ts';
import { whyCommands } from './why/index.ts';

const help: Command = {
  name: 'help',
  usage: 'help [command]',
  words: 'own',
  examples: ['help', 'help list'],
  help: 'See all commands, or one with examples.',
  run: (_ask, words) => Promise.resolve(answer(helpMessage(COMMANDS, words.trim().toLowerCase()))),
};

/** Every command, in the order of help. Commands, buttons and help all use this table. */
export const COMMANDS: readonly Command[] = [
  ...logCommands,
  ...summaryCommands,
  ...listCommands,
  ...importCommands,
  ...exportCommands,
  ...recordCommands,
  ...dealCommands,
  ...followUpCommands,
  ...subscriptionCommands,
  ...whyCommands,
  ...audienceCommands,
  ...linkCommands,
  ...scheduleCommands,
  ...historyCommands,
  ...auditCommands,
  ...eraseCommands,
  ...mergeCommands,
  ...undoCommands,
  ...targetCommands,
  ...settingsCommands,
  ...deliveryCommands,
  ...muteCommands((request, verb, words) => runCommand(request, verb, words)),
  help,
];

const byName = new Map(
  COMMANDS.flatMap((verb) => [verb.name, ...(verb.also ?? [])].map((name) => [name, verb] as const)),
);

const looks = (name: string): boolean => byName.get(name)?.past !== undefined;

const runInTransaction = async (request: SlackRequest, verb: Command, typed: string): Promise<Reply> => {
  const isTyped = request.origin.source === 'command';
  if (isTyped) assertTaken(verb, typed, COMMANDS);
  const words = isTyped && verb.about ? await withLinkedChannel(request, verb.about, typed) : typed;
  const past = verb.past === true ? asOfIn(words) : null;
  return past ? lookBack(request, verb, past, looks) : verb.run(request, words);
};

/** Runs `/crm <command> <words>`, or its button; anything else is answered with help. */
export function runCommand(request: SlackRequest, name: string, words: string): Promise<Reply> {
  const verb = byName.get(name.toLowerCase());
  if (verb && (verb.usage !== undefined || request.origin.source !== 'command'))
    return runInTransaction(request, verb, words);
  if (name === '') return Promise.resolve(answer(welcomeMessage(COMMANDS, request.actor.name)));
  return Promise.resolve(answer(helpMessage(COMMANDS, name.toLowerCase())));
}
