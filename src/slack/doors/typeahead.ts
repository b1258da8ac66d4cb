import type { App } from '@slack/bolt';
import type { Field } from '../../model/fields.ts';
import { memoryOf } from '../forms/form.ts';
import { FORMS } from '../forms/forms.ts';
import { lookUp } from '../forms/typeahead.ts';
import { admit, type Lobby } from './door.ts';

/** What was typed into a choice that is looked up: people get options, everybody else none. */
export const typeaheadDoor = (app: App, lobby: Lobby): void => {
  app.options<'block_suggestion'>({ type: 'block_suggestion', action_id: /.*/ }, async ({ ack, options: asked }) => {
    try {
      const ask = await admit(lobby, { userId: asked.user.id, userTeam: asked.user.team_id, source: 'form' });
      const field = fieldOf(asked.view?.private_metadata, asked.block_id);
      const customer = Number(asked.action_id.split('@')[1] || Number.NaN);
      const options =
        field?.kind === 'reference'
          ? await lookUp(lobby.desk.crm, ask.actor, {
              to: field.to,
              customer: Number.isNaN(customer) ? null : customer,
              words: asked.value,
            })
          : [];
      await ack({ options });
    } catch (error) {
      lobby.desk.log.info({ err: error }, 'a typeahead was not answered');
      await ack({ options: [] });
    }
  });
};

const fieldOf = (private_metadata: string | undefined, name: string): Field | undefined => {
  if (!private_metadata) return undefined;
  const memory = memoryOf({ private_metadata });
  return FORMS[memory.form].fields(memory)[name];
};
