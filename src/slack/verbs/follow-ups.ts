import { entityOf } from '../../model/registry.ts';
import { momentOf } from '../../model/time.ts';
import { carryOut } from '../../crm/carry-out.ts';
import { resolve } from '../../crm/find.ts';
import { edit } from '../../crm/road.ts';
import { actions, button, say } from '../blocks.ts';
import { answer } from '../desk.ts';
import { named } from '../show/lines.ts';
import type { Verb } from './verb.ts';

const followUp = entityOf('followUp');

/** Behind the Done button of a follow-up. */
const done: Verb = {
  name: 'done',
  run: async (ask, words) => {
    const { crm } = ask.desk;
    const { record } = await resolve(crm, ask.actor, words, ['followUp']);
    if (record['doneAt'] !== null) return answer(say(`${named(followUp, record)} is done already.`), true);
    const doneAt = momentOf(crm.now());
    const edited = await carryOut(crm, ask.actor, ask.origin, (road) => edit(road, 'followUp', record.id, { doneAt }));
    return answer(
      say(`:white_check_mark: Done: ${named(followUp, edited)}.`, actions(button('Undo', 'undo', edited.act))),
      true,
    );
  },
};

export const followUpVerbs: readonly Verb[] = [done];
