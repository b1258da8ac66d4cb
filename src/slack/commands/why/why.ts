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
  usage: 'why <ref>',
  options: ['to'],
  examples: ['why D-42'],
  help: 'Whether this channel, or with `to:me` you alone, was told of the last changes of a deal, and if not, why: filtered, paused, failed …',
  run: async (asked, line) => {
    const { request, words } = placeAsked(asked, line);
    if (words.trim() === '') throw new Unclear('Name a deal, customer or interaction: `/crm why D-42`.');
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
const whyThisVerb: Command = {
  name: 'why-this',
  run: async (request, words) => {
    const { crm } = request.slack;
    const told = await whyThis(request, Number(words));
    const { entity, record } = told;
    await recordAccess(crm, request.actor, request.origin, { verb: 'why', entity: entity.name, recordId: record.id });
    return answer(await whyThisMessage(request, told));
  },
};

export const whyCommands: readonly Command[] = [why, whyThisVerb];
