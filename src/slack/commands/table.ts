import type { SlackRequest, Reply } from '../slack-context.ts';
import { answer } from '../slack-context.ts';
import { asOfIn } from '../../crm/snapshots/as-of.ts';
import { lookBack } from './as-of.ts';
import { audienceCommands } from './channels/audience.ts';
import { auditCommands } from './audit/audit.ts';
import { muteCommands } from './channels/mute.ts';
import { dealCommands } from './deals/deals.ts';
import { eraseCommands } from './erase/erase.ts';
import { exportCommands } from './export/export.ts';
import { followUpCommands } from './follow-ups/follow-ups.ts';
import { historyCommands } from './history/history.ts';
import { helpMessage, welcomeMessage } from './help/help.ts';
import { listCommands } from './lists/lists.ts';
import { importCommands } from './import/import.ts';
import { logCommands } from './log/log.ts';
import { mergeCommands } from './merge/merge.ts';
import { assertTaken } from './options.ts';
import { deliveryCommands } from './settings/delivery.ts';
import { recordCommands } from './records/records.ts';
import { withLinkedChannel } from '../views/channel-words.ts';
import { linkCommands } from './channels/link.ts';
import { scheduleCommands } from './schedules/schedules.ts';
import { settingsCommands } from './settings/settings.ts';
import { subscriptionCommands } from './subscriptions/subscriptions.ts';
import { summaryCommands } from './summary/command.ts';
import { targetCommands } from './targets/targets.ts';
import { undoCommands } from './undo/undo.ts';
import type { Command } from './command.ts';
import { whyCommands } from './why/why.ts';

const help: Command = {
  name: 'help',
  usage: 'help [verb]',
  words: 'own',
  examples: ['help', 'help list'],
  help: 'What can be done here.',
  run: (_ask, words) => Promise.resolve(answer(helpMessage(COMMANDS, words.trim().toLowerCase()))),
};

/** Every verb, in the order of help. Commands, buttons and help are all made from this table. */
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

/** Carries out `/crm <verb> <words>`, or the button that stands for it; anything else is answered with help. */
export function runCommand(request: SlackRequest, name: string, words: string): Promise<Reply> {
  const verb = byName.get(name.toLowerCase());
  if (verb && (verb.usage !== undefined || request.origin.source !== 'command'))
    return runInTransaction(request, verb, words);
  if (name === '') return Promise.resolve(answer(welcomeMessage(COMMANDS, request.actor.name)));
  return Promise.resolve(answer(helpMessage(COMMANDS, name.toLowerCase())));
}
