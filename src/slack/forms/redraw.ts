import type { ModalView } from '@slack/types';
import type { SlackRequest } from '../slack-context.ts';
import type { State } from './answers.ts';
import { memoryOf, type FormMemory } from './form.ts';
import type { Redrawing } from './form-kind.ts';
import { FORMS } from './forms.ts';

/** The form as it is to look for what was answered so far. @param state answers of all its steps */
export async function redraw(
  request: SlackRequest,
  memory: FormMemory,
  state: State,
  how: Redrawing = {},
): Promise<ModalView> {
  const view = await FORMS[memory.form].redraw(request, memory, state, how);
  // What was seen and decided so far is kept.
  const kept = { ...memory, ...memoryOf({ private_metadata: view.private_metadata ?? '{}' }) };
  return { ...view, private_metadata: JSON.stringify(kept) };
}
