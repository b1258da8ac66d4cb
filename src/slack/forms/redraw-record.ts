import type { ModalView } from '@slack/types';
import { entityOf } from '../../model/registry.ts';
import { readRecord } from '../../crm/records/index.ts';
import type { SlackRequest } from '../slack-context.ts';
import { answeredIn } from './answered.ts';
import { answersTo, type State } from './answers.ts';
import type { FormMemory } from './form.ts';
import type { Redrawing } from './form-kind.ts';
import { askedFields, recordForm } from './record-form.ts';

/** Draws the form of a record again, with what was answered so far. */
export async function redrawRecord(
  request: SlackRequest,
  memory: FormMemory,
  state: State,
  how: Redrawing,
): Promise<ModalView> {
  const { step = memory.step, problems } = how;
  const entity = entityOf(memory.entity);
  const fields = askedFields(entity);
  const { given, changed } = answeredIn(request, fields, state, how);
  const record =
    memory.id === undefined ? undefined : await readRecord(request, { entity: memory.entity, id: memory.id });
  // The version stays the one of the opening: what others save meanwhile must not be overwritten.
  const opened = record && { ...record, version: memory.version ?? record.version };
  return recordForm(request, entity, {
    ...(opened && { record: opened }),
    given,
    changed,
    form: memory.form,
    typed: answersTo(state, fields),
    ...(step !== undefined && { step }),
    ...(memory.draft !== undefined && { draft: memory.draft }),
    ...(problems && { asides: problems }),
  });
}
