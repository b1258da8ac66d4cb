import { entityOf } from '../model/registry.ts';
import { count } from '../model/words.ts';
import { carryImport, type Carrying } from '../crm/import/carry.ts';
import type { ImportJob } from '../crm/import/import.ts';
import { rejectedCsv } from '../crm/import/rejected.ts';
import { escape, say, type Message } from './blocks.ts';
import type { Ask } from './desk.ts';
import { sendFile } from './files.ts';
import { summaryMessage } from './show/import.ts';

/**
 * Carries an import out or goes on with it, and leaves in the person's conversation with CustomerHub what became of it, with
 * an Undo, and the rows that were left out.
 * @returns the same message
 */
export const runImport = async (ask: Ask, { id }: ImportJob, carrying: Carrying): Promise<Message> => {
  const { desk, actor, origin } = ask;
  const job = await carryImport(desk.crm, actor, origin, id, { ...carrying, signal: desk.closing });
  const message = summaryMessage(job);
  // Of one that came to a stop its owner is told when CustomerHub is up again.
  if (job.state === 'stopped') return message;
  const untold = (err: unknown): void => desk.log.warn({ err }, 'what became of an import did not reach the person');
  await desk.slowClient.chat.postMessage({ channel: actor.slackUserId, ...message }).catch(untold);
  if (job.tally.bad + job.tally.twins > 0 && job.state === 'done') await sendRejected(ask, job).catch(untold);
  return message;
};

/** Sends the rows that are left out as a file, to the person alone. */
export const sendRejected = async (ask: Ask, { id, entity, file }: ImportJob): Promise<string> => {
  const { csv, rows } = await rejectedCsv(ask.desk.crm, ask.actor, id);
  const what = `${count(rows, 'row')} of ${file} that ${rows === 1 ? 'was' : 'were'} left out`;
  const name = `${entityOf(entity).plural}-left-out.csv`;
  await sendFile(
    ask,
    { name, bytes: csv },
    say(`:page_facing_up: ${escape(what)}, with the reason. Put right, you can import them.`),
  );
  return what;
};
