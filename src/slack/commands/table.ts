import type { Ask, Reply } from '../slack-context.ts';
import { answer } from '../slack-context.ts';
import { asOfIn } from '../../crm/snapshots/as-of.ts';
import { lookBack } from './as-of.ts';
import { audienceVerbs } from './channels/audience.ts';
import { auditVerbs } from './audit/audit.ts';
import { cardVerbs } from './channels/mute.ts';
import { dealVerbs } from './deals/deals.ts';
import { eraseVerbs } from './erase/erase.ts';
import { exportVerbs } from './export/export.ts';
import { followUpVerbs } from './follow-ups/follow-ups.ts';
import { historyVerbs } from './history/history.ts';
import { helpMessage, welcomeMessage } from './help/help.ts';
import { listVerbs } from './lists/lists.ts';
import { importVerbs } from './import/import.ts';
import { logVerbs } from './log/log.ts';
import { mergeVerbs } from './merge/merge.ts';
import { demandTaken } from './options.ts';
import { outboxVerbs } from './settings/delivery.ts';
import { recordVerbs } from './records/records.ts';
import { withRoom } from '../views/channel-words.ts';
import { roomVerbs } from './channels/link.ts';
import { scheduleVerbs } from './schedules/schedules.ts';
import { settingsVerbs } from './settings/settings.ts';
import { subscriptionVerbs } from './subscriptions/subscriptions.ts';
import { summaryVerbs } from './summary/command.ts';
import { targetVerbs } from './targets/targets.ts';
import { undoVerbs } from './undo/undo.ts';
import type { Verb } from './command.ts';
import { whyVerbs } from './why/why.ts';

const help: Verb = {
  name: 'help',
  usage: 'help [verb]',
  words: 'own',
  examples: ['help', 'help list'],
  help: 'What can be done here.',
  run: (_ask, words) => Promise.resolve(answer(helpMessage(VERBS, words.trim().toLowerCase()))),
};

/** Every verb, in the order of help. Commands, buttons and help are all made from this table. */
export const VERBS: readonly Verb[] = [
  ...logVerbs,
  ...summaryVerbs,
  ...listVerbs,
  ...importVerbs,
  ...exportVerbs,
  ...recordVerbs,
  ...dealVerbs,
  ...followUpVerbs,
  ...subscriptionVerbs,
  ...whyVerbs,
  ...audienceVerbs,
  ...roomVerbs,
  ...scheduleVerbs,
  ...historyVerbs,
  ...auditVerbs,
  ...eraseVerbs,
  ...mergeVerbs,
  ...undoVerbs,
  ...targetVerbs,
  ...settingsVerbs,
  ...outboxVerbs,
  ...cardVerbs((ask, verb, words) => runVerb(ask, verb, words)),
  help,
];

const byName = new Map(VERBS.flatMap((verb) => [verb.name, ...(verb.also ?? [])].map((name) => [name, verb] as const)));

const looks = (name: string): boolean => byName.get(name)?.past !== undefined;

const carryOut = async (ask: Ask, verb: Verb, typed: string): Promise<Reply> => {
  const isTyped = ask.origin.source === 'command';
  if (isTyped) demandTaken(verb, typed, VERBS);
  const words = isTyped && verb.about ? await withRoom(ask, verb.about, typed) : typed;
  const past = verb.past === true ? asOfIn(words) : null;
  return past ? lookBack(ask, verb, past, looks) : verb.run(ask, words);
};

/** Carries out `/crm <verb> <words>`, or the button that stands for it; anything else is answered with help. */
export const runVerb = (ask: Ask, name: string, words: string): Promise<Reply> => {
  const verb = byName.get(name.toLowerCase());
  if (verb && (verb.usage !== undefined || ask.origin.source !== 'command')) return carryOut(ask, verb, words);
  if (name === '') return Promise.resolve(answer(welcomeMessage(VERBS, ask.actor.name)));
  return Promise.resolve(answer(helpMessage(VERBS, name.toLowerCase())));
};
