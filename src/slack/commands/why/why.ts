import { note } from '../../../crm/records/run-in-transaction.ts';
import { resolvePast } from '../../../crm/audit/history.ts';
import { TOLD, whyOf, whyThis } from '../../../crm/notifications/why/why.ts';
import { Unclear } from '../../../model/errors.ts';
import { answer } from '../../slack-context.ts';
import { channelsOf, placeAsked } from '../../listening-place.ts';
import { whyMessage, whyThisMessage } from './why-view.ts';
import type { Verb } from '../command.ts';

const why: Verb = {
  name: 'why',
  usage: 'why <ref>',
  options: ['to'],
  examples: ['why D-42'],
  help: 'Whether this channel, or with `to:me` you alone, was told of the last changes of a deal, and if not, why: filtered, paused, failed …',
  run: async (asked, line) => {
    const { ask, words } = placeAsked(asked, line);
    if (words.trim() === '') throw new Unclear('Name a deal, customer or interaction: `/crm why D-42`.');
    const { crm } = ask.desk;
    const found = await resolvePast(crm, ask.actor, words, TOLD);
    const changes = await whyOf(crm, ask.actor, found, channelsOf(ask));
    await note(crm, ask.actor, ask.origin, { verb: 'why', entity: found.entity.name, recordId: found.record.id });
    return answer(await whyMessage(ask, found, changes));
  },
};

/** Behind “Why am I seeing this?” of an update: id of its outbox item. */
const whyThisVerb: Verb = {
  name: 'why-this',
  run: async (ask, words) => {
    const { crm } = ask.desk;
    const told = await whyThis(crm, ask.actor, Number(words));
    const { entity, record } = told;
    await note(crm, ask.actor, ask.origin, { verb: 'why', entity: entity.name, recordId: record.id });
    return answer(await whyThisMessage(ask, told));
  },
};

export const whyVerbs: readonly Verb[] = [why, whyThisVerb];
