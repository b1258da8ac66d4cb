import { recordAccess } from '../../../crm/access/index.ts';
import { resolveAny } from '../../../crm/audit/index.ts';
import { TOLD, whyOf, whyThis } from '../../../crm/notifications/why/index.ts';
import { Unclear } from '../../../model/errors.ts';
import { answer } from '../../slack-context.ts';
import { channelsOf, placeAsked } from '../../listening-place.ts';
import { whyMessage, whyThisMessage } from './why-view.ts';
import type { Command } from '../command.ts';

const why: Command = {
  name: 'why',
  usage: 'why <record>',
  options: ['to'],
  examples: ['why D-42'],
  help: 'See which recent changes of a deal were posted here, or with `to:me` to you, and why others weren’t.',
  run: async (asked, line) => {
    const { request, words } = placeAsked(asked, line);
    if (words.trim() === '') throw new Unclear('Add a deal, customer or interaction, like `/crm why D-42`.');
    const { crm } = request.slack;
    const found = await resolveAny(request, words, TOLD);
    const changes = await whyOf(request, found, channelsOf(request));
    await recordAccess(crm, request.actor, request.origin, {
      verb: 'why',
      entity: found.entity.name,
      recordId: found.record.id,
    });
    return answer(await whyMessage(request, found, changes));
  },
};

/** Behind “Why am I seeing this?” of an update: id of its outbox item. */
const whyThisCommand: Command = {
  name: 'why-this',
  run: async (request, words) => {
    const { crm } = request.slack;
    const update = await whyThis(request, Number(words));
    const { entity, record } = update;
    await recordAccess(crm, request.actor, request.origin, { verb: 'why', entity: entity.name, recordId: record.id });
    return answer(await whyThisMessage(request, update));
  },
};

export const whyCommands: readonly Command[] = [why, whyThisCommand];
