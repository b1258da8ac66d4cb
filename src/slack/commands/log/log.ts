import type { AnyRecord } from '../../../model/entity.ts';
import type { Value } from '../../../model/fields.ts';
import { Ambiguous, NotFound, WrongEntity } from '../../../model/errors.ts';
import { entityOf } from '../../../model/registry.ts';
import { readRef } from '../../../model/typed-reference.ts';
import { note, permit } from '../../../crm/records/run-in-transaction.ts';
import { resolve, resolveSurvivor } from '../../../crm/search/resolve.ts';
import type { Ask } from '../../slack-context.ts';
import { logForm } from './log-form.ts';
import { sharedInteraction } from './logged.ts';
import type { Message } from '../../messages/blocks.ts';
import { shareWith } from '../../messages/sharing.ts';
import type { Verb } from '../command.ts';

/** What can be logged about. */
const ABOUT = ['customer', 'contact', 'deal'] as const;

interface Prefill {
  given: Record<string, Value>;
  deal: AnyRecord | null;
}

/** The form's first answers: of the record that the words name, or else the words as what was said. */
const prefill = async (ask: Ask, words: string): Promise<Prefill> => {
  if (words.trim() === '') return { given: {}, deal: null };
  try {
    const { entity, record } = await resolveSurvivor(ask.desk.crm, ask.actor, words, ABOUT);
    if (entity.name === 'customer') return { given: { customer: record.id }, deal: null };
    const given = { customer: record['customer'] ?? null, [entity.name]: record.id };
    return { given, deal: entity.name === 'deal' ? record : null };
  } catch (error) {
    const isText = error instanceof NotFound || error instanceof WrongEntity || error instanceof Ambiguous;
    if (!isText || readRef(words)) throw error;
    return { given: { what: words.trim() }, deal: null };
  }
};

const log: Verb = {
  name: 'log',
  usage: 'log [customer, deal or text]',
  words: 'text',
  examples: ['log', 'log acme', 'log D-42', 'log They want two more sites.'],
  about: { kinds: ['customer', 'deal'] },
  help: 'Log a call, e-mail, meeting, message or note, and get the latest on the customer back.',
  frequent: true,
  run: async (ask, words) => {
    await permit(ask.desk.crm, ask.actor, ask.origin, { entity: entityOf('interaction'), verb: 'create' });
    const { given, deal } = await prefill(ask, words);
    return { kind: 'open', view: await logForm(ask, given, deal) };
  },
};

const sharedLog = async (ask: Ask, words: string): Promise<Message> => {
  const { record } = await resolve(ask.desk.crm, ask.actor, words, ['interaction']);
  await note(ask.desk.crm, ask.actor, ask.origin, { verb: 'share', entity: 'interaction', recordId: record.id });
  return sharedInteraction(ask, record);
};

/** Behind the Share button of what was logged. */
const share: Verb = {
  name: 'share',
  run: (ask, words) => shareWith(ask, { verb: 'share', words, make: sharedLog }),
};

export const logVerbs: readonly Verb[] = [log, share];
