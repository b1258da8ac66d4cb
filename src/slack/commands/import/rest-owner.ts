import type { InputBlock } from '@slack/types';
import type { Entity } from '../../../model/entity.ts';
import type { Field } from '../../../model/fields.ts';
import type { Answers } from '../../../model/import/answers.ts';
import type { AnyRecord } from '../../../model/record.ts';
import { titlesFor } from '../../../crm/records/index.ts';
import type { ImportJob } from '../../../crm/import/index.ts';
import { plain } from '../../messages/blocks.ts';
import type { SlackRequest } from '../../slack-context.ts';
import { answerTo, type State } from '../../forms/answers.ts';

/*
 * Whose records are of which no row says it. Nobody would see that hundreds of them became the importer's.
 */

/** Block id of the question. */
export const REST_OWNER = 'rest-owner';

/** The field that says whose a record is, where it starts with whoever makes it. */
export function ownerFieldOf(entity: Entity): [name: string, field: Field] | null {
  return Object.entries(entity.fields).find(([, field]) => 'initial' in field && field.initial === 'me') ?? null;
}

/** Asks whose rows without an owner are; the importer is chosen already. */
export async function restOwnerInput(request: SlackRequest, entity: Entity, job: ImportJob): Promise<InputBlock[]> {
  const [name, field] = ownerFieldOf(entity) ?? [];
  if (name === undefined || field?.kind !== 'reference') return [];
  const said = job.answers.defaults[name];
  const id = said?.is === 'value' ? Number(said.raw) : request.actor.employeeId;
  const titles = await titlesFor(request.slack.crm, entity, [{ [name]: id } as AnyRecord]);
  return [
    {
      type: 'input',
      block_id: REST_OWNER,
      label: plain(`${field.label} of rows without one`),
      element: {
        type: 'external_select',
        action_id: REST_OWNER,
        min_query_length: 0,
        initial_option: { text: plain(titles(field.to, id)), value: String(id) },
      },
    },
  ];
}

/** Whose the others are, as it was answered. */
export function restOwnerAnswer(entity: Entity, state: State): Pick<Answers, 'defaults'> {
  const [name, field] = ownerFieldOf(entity) ?? [];
  const raw = name === undefined || field === undefined ? null : answerTo(state, REST_OWNER, field);
  return {
    defaults: name === undefined || typeof raw !== 'string' ? {} : { [name]: { is: 'value', raw: Number(raw) } },
  };
}
