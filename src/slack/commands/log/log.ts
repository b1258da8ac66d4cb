import type { AnyRecord } from '../../../model/record.ts';
import type { Value } from '../../../model/fields.ts';
import { Ambiguous, NotFound, WrongEntity } from '../../../model/errors.ts';
import { stageFieldOf, subjectsOf, valuesAbout } from '../../../model/reference-fields.ts';
import { entityOf } from '../../../model/registry.ts';
import { readRef } from '../../../model/typed-reference.ts';
import { recordAccess } from '../../../crm/access/index.ts';
import { permit } from '../../../crm/records/index.ts';
import { resolve, resolveMergeTarget } from '../../../crm/search/index.ts';
import type { SlackRequest } from '../../slack-context.ts';
import { logForm } from './log-form.ts';
import { sharedInteraction } from './logged.ts';
import type { Message } from '../../messages/blocks.ts';
import { shareWith } from '../../messages/sharing.ts';
import type { Command } from '../command.ts';

const interaction = entityOf('interaction');

interface Prefill {
  given: Record<string, Value>;
  deal: AnyRecord | null;
}

/** The form's first answers: of the record that the words name, or else the words as what was said. */
const prefill = async (request: SlackRequest, words: string): Promise<Prefill> => {
  if (words.trim() === '') return { given: {}, deal: null };
  try {
    const found = await resolveMergeTarget(request, words, subjectsOf(interaction));
    const isInPipeline = stageFieldOf(found.entity) !== undefined;
    return { given: valuesAbout(interaction, found), deal: isInPipeline ? found.record : null };
  } catch (error) {
    const isText = error instanceof NotFound || error instanceof WrongEntity || error instanceof Ambiguous;
    if (!isText || readRef(words)) throw error;
    return { given: { what: words.trim() }, deal: null };
  }
};

const log: Command = {
  name: 'log',
  usage: 'log [customer, deal or text]',
  words: 'text',
  examples: ['log', 'log acme', 'log D-42', 'log They want two more sites.'],
  about: { kinds: ['customer', 'deal'] },
  help: 'Log a call, email, meeting, message or note, and see the latest on the customer.',
  frequent: true,
  run: async (request, words) => {
    await permit(request, { entity: interaction, verb: 'create' });
    const { given, deal } = await prefill(request, words);
    return { kind: 'open', view: await logForm(request, given, deal) };
  },
};

const sharedLog = async (request: SlackRequest, words: string): Promise<Message> => {
  const { record } = await resolve(request, words, ['interaction']);
  await recordAccess(request.slack.crm, request.actor, request.origin, {
    verb: 'share',
    entity: 'interaction',
    recordId: record.id,
  });
  return sharedInteraction(request, record);
};

/** Behind the Share button of what was logged. */
const share: Command = {
  name: 'share',
  run: (request, words) => shareWith(request, { verb: 'share', words, make: sharedLog }),
};

export const logCommands: readonly Command[] = [log, share];
