import { refOf } from '../../../model/entity.ts';
import { count } from '../../../model/text/text.ts';
import { erase, planErasure, type ErasurePlan } from '../../../crm/erasure/index.ts';
import type { Found, FoundNamed } from '../../../crm/search/index.ts';
import { resolveAny } from '../../../crm/audit/index.ts';
import { actions, button, Message, say, section } from '../../messages/blocks.ts';
import { answer, type SlackRequest } from '../../slack-context.ts';
import { named } from '../../views/lines.ts';
import type { Command } from '../command.ts';

const contactCalled = (request: SlackRequest, words: string): Promise<FoundNamed<'contact'>> =>
  resolveAny(request, words, ['contact']);

const question = ({ entity, record }: Found, { entries, records }: ErasurePlan): Message =>
  Message.of({
    title: `Erase ${refOf(entity, record.id)}?`,
    blocks: [
      section(`:warning: Erase what is known of ${entity.icon} ${named(entity, record)}? *This cannot be undone.*`),
      section(
        [
          '• name, role, e-mail, phone and notes of the contact go, and the contact is deleted',
          `• so do their values in ${count(entries, 'entry', 'entries')} of the history`,
          `• in ${count(records, 'other record')} their name, e-mail and phone become [erased]; the rest of those texts stays`,
          '• who did what and when stays, without the values',
          'What was posted to Slack, exported, or is in a backup is out of reach. On a large database this takes a moment.',
        ].join('\n'),
      ),
      actions(
        button('Erase for good', 'erase-now', refOf(entity, record.id), { style: 'danger' }),
        button('Keep it', 'history-page', `${refOf(entity, record.id)} 1`),
      ),
    ],
  });

const eraseVerb: Command = {
  name: 'erase',
  usage: 'erase <contact>',
  examples: ['erase P-12'],
  help: 'For admins: remove what is known of a person everywhere, history included; asks first.',
  run: async (request, words) => {
    const found = await contactCalled(request, words);
    return answer(question(found, await planErasure(request, found)));
  },
};

const STAYS =
  'The database’s files could not be cleared of what stood there before, perhaps for want of space on the disk. Make some, and run the statement `vacuum` on the database.';

/** Behind the button of the question above. */
const eraseNow: Command = {
  name: 'erase-now',
  run: async (request, words) => {
    const found = await contactCalled(request, words);
    const ref = refOf(found.entity, found.record.id);
    const last = async (): Promise<Message> => {
      const { entries, records, left } = await erase(request, found);
      const where = `${count(entries, 'entry', 'entries')} of the history and ${count(records, 'other record')}`;
      const done = `:no_entry_sign: ${ref} is erased, in ${where} too. This cannot be undone.`;
      if (left === null) return say(done);
      request.slack.log.error({ err: left }, 'the database files were not cleared of what was erased');
      return say(`${done}\n:warning: ${STAYS}`);
    };
    const why =
      'The database is cleared of everything that stood there before; on a large one others wait a moment, too.';
    return { kind: 'later', first: say(`:hourglass_flowing_sand: Erasing ${ref} … ${why}`), last };
  },
};

export const eraseCommands: readonly Command[] = [eraseVerb, eraseNow];
