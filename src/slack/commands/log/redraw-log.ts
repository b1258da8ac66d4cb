import type { ModalView } from '@slack/types';
import { NotFound } from '../../../model/errors.ts';
import type { Value } from '../../../model/fields.ts';
import type { AnyRecord } from '../../../model/record.ts';
import { readRecord } from '../../../crm/records/index.ts';
import { answeredIn } from '../../forms/answered.ts';
import type { State } from '../../forms/answers.ts';
import type { FormMemory } from '../../forms/form.ts';
import type { Redrawing } from '../../forms/form-kind.ts';
import type { SlackRequest } from '../../slack-context.ts';
import { LOG_FIELDS, logForm } from './log-form.ts';

/** Draws the log form again, with what was answered so far. */
export async function redrawLog(
  request: SlackRequest,
  _memory: FormMemory,
  state: State,
  how: Redrawing,
): Promise<ModalView> {
  const { given, changed } = answeredIn(request, LOG_FIELDS, state, how);
  return logForm(request, given, await dealIn(request, given), changed);
}

const dealIn = async (request: SlackRequest, { deal, customer }: Record<string, Value>): Promise<AnyRecord | null> => {
  if (typeof deal !== 'number') return null;
  try {
    const record = await readRecord(request, { entity: 'deal', id: deal });
    return record.customer === customer ? record : null;
  } catch (error) {
    if (error instanceof NotFound) return null;
    throw error;
  }
};
