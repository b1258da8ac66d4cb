import { randomUUID } from 'node:crypto';
import { Problem } from '../../../model/errors.ts';
import { entityOf } from '../../../model/registry.ts';
import { Unavailable } from '../../../model/runtime/unavailable.ts';
import { count } from '../../../model/text/text.ts';
import { carryImport, type Carrying, jobOf, type ImportJob, rejectedCsv } from '../../../crm/import/index.ts';
import { escape, say, type Message } from '../../messages/blocks.ts';
import type { SlackRequest } from '../../slack-context.ts';
import { sendFiles, type SentFiles } from '../../messages/files.ts';
import { summaryMessage } from './import-view.ts';

/**
 * Carries an import out or goes on with it, and leaves in the person's conversation with CustomerHub what became of it, with
 * an Undo, and the rows that were left out.
 * @returns the same message
 */
export async function runImport(request: SlackRequest, { id }: ImportJob, carrying: Carrying): Promise<Message> {
  const { slack, actor, origin } = request;
  const { job, trouble } = await carried(request, id, () =>
    carryImport({ crm: slack.crm, actor, origin }, id, { ...carrying, signal: slack.closing }),
  );
  const message = summaryMessage(job, trouble);
  // When CustomerHub stops during an import, its owner is notified after the restart.
  if (job.state === 'stopped' && trouble === null) return message;
  const untold = (err: unknown): void => slack.log.warn({ err }, 'what became of an import did not reach the person');
  await slack.slowClient.chat.postMessage({ channel: actor.slackUserId, ...message }).catch(untold);
  if (job.tally.bad + job.tally.twins > 0 && job.state === 'done') await sendRejected(request, job).catch(untold);
  return message;
}

/** Reports a failure with the rows written so far. @throws whatever kept it from starting */
const carried = async (
  { slack: { crm, log }, actor }: SlackRequest,
  id: number,
  carry: () => Promise<ImportJob>,
): Promise<{ job: ImportJob; trouble: string | null }> => {
  try {
    return { job: await carry(), trouble: null };
  } catch (error) {
    const job = await jobOf({ crm, actor }, id);
    if (job.state !== 'stopped') throw error;
    if (error instanceof Problem || error instanceof Unavailable) return { job, trouble: error.message };
    const number = randomUUID().slice(0, 8);
    log.error({ err: error, number }, 'an import came to a stop');
    return {
      job,
      trouble: `Something went wrong. Resume the import, or give your admin this code: ${number}.`,
    };
  }
};

/** Sends the skipped rows as a file by direct message. @returns what was sent, in words, and where it is */
export async function sendRejected(
  request: SlackRequest,
  { id, entity, file }: ImportJob,
): Promise<SentFiles & { what: string }> {
  const { csv, rows } = await rejectedCsv(request, id);
  const what = `${count(rows, 'row')} of ${file} not imported`;
  const name = `${entityOf(entity).plural}-left-out.csv`;
  const said = say(`:page_facing_up: ${escape(what)}, with the reason. Fix them and import the file again.`);
  const sent = await sendFiles(request.slack, request.actor.slackUserId, [{ name, bytes: csv }], said);
  return { ...sent, what };
}
