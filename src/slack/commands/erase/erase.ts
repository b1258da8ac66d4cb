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
      section(`:warning: Permanently erase ${entity.icon} ${named(entity, record)}? *You can’t undo this.*`),
      section(
        [
          '• Name, role, email, phone and notes are erased and the contact is deleted',
          `• The same values are erased in ${count(entries, 'entry', 'entries')} of the history`,
          `• In ${count(records, 'other record')} their name, email and phone become [erased]; other text stays`,
          '• The history still shows who did what and when',
          'Slack messages, exported files and backups aren’t changed. On a large database this takes a moment.',
        ].join('\n'),
      ),
      actions(
        button('Erase', 'erase-now', refOf(entity, record.id), { style: 'danger' }),
        button('Cancel', 'history-page', `${refOf(entity, record.id)} 1`),
      ),
    ],
  });

const eraseCommand: Command = {
  name: 'erase',
  usage: 'erase <contact>',
  examples: ['erase P-12'],
  help: 'Permanently erase a contact’s personal data, history included (admins).',
  run: async (request, words) => {
    const found = await contactCalled(request, words);
    return answer(question(found, await planErasure(request, found)));
  },
};

const STAYS =
  'The old values couldn’t be removed from the database files, possibly because the disk is full. Free some space, then run `vacuum` on the database.';

/** Behind the button of the question above. */
const eraseNow: Command = {
  name: 'erase-now',
  run: async (request, words) => {
    const found = await contactCalled(request, words);
    const ref = refOf(found.entity, found.record.id);
    const last = async (): Promise<Message> => {
      const { entries, records, left } = await erase(request, found);
      const where = `${count(entries, 'entry', 'entries')} of the history and ${count(records, 'other record')}`;
      const done = `:no_entry_sign: Erased ${ref}, and its values in ${where}. You can’t undo this.`;
      if (left === null) return say(done);
      request.slack.log.error({ err: left }, 'the database files were not cleared of what was erased');
      return say(`${done}\n:warning: ${STAYS}`);
    };
    const why = 'On a large database this takes a moment, and others may have to wait.';
    return { kind: 'later', first: say(`:hourglass_flowing_sand: Erasing ${ref}… ${why}`), last };
  },
};

export const eraseCommands: readonly Command[] = [eraseCommand, eraseNow];
