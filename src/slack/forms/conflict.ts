import type { KnownBlock, ModalView, SectionBlock } from '@slack/types';
import type { ViewOutput } from '@slack/bolt';
import type { AnyRecord } from '../../model/record.ts';
import type { Field, Value } from '../../model/fields.ts';
import type { Stale } from '../../model/errors.ts';
import { entityOf } from '../../model/registry.ts';
import { pipelineOf, type Crm } from '../../crm/context/index.ts';
import { titlesFor } from '../../crm/records/index.ts';
import { versionOf } from '../../crm/audit/index.ts';
import { plain, section } from '../messages/blocks.ts';
import { showField, type ShowContext } from '../views/values.ts';
import type { FormMemory } from './form.ts';

/** Block ids of what was said about an earlier conflict. */
const THEIRS = 'theirs:';

/** So much of two values fits into one block, with the sentence around them. */
const IN_A_SENTENCE = 2500;

/** The other person's value of a field and the one before: in a sentence, or as blocks where they are long. */
const conflictLines = (
  field: Field,
  { was, theirs }: { was: Value; theirs: Value },
  context: ShowContext,
): SectionBlock[] => {
  const [before, now] = [was, theirs].map((value) => showField(field, value, context)) as [string, string];
  const [who, then] = [
    `:busts_in_silhouette: *${field.label}*: someone else changed this`,
    'Save again to overwrite it with yours.',
  ];
  if (before.length + now.length <= IN_A_SENTENCE)
    return [section(`${who} from ${before} to *${now}* while you were editing. ${then}`)];
  const whole = (value: Value): SectionBlock => ({ type: 'section', text: plain(String(value ?? '–'), 3000) });
  return [
    section(`${who} while you were editing. ${then} It is now:`),
    whole(theirs),
    section(`*${field.label}* was before:`),
    whole(was),
  ];
};

/**
 * The same form after somebody else saved first: every input keeps what was typed (same block and action ids), each
 * field in conflict shows what the others made of it, and Save now means that mine stands.
 */
export async function conflictView(crm: Crm, view: ViewOutput, memory: FormMemory, stale: Stale): Promise<ModalView> {
  const entity = entityOf(memory.entity);
  const theirs = Object.fromEntries(Object.entries(stale.fields).map(([name, field]) => [name, field.theirs]));
  const was = Object.fromEntries(Object.entries(stale.fields).map(([name, field]) => [name, field.was]));
  const titles = await titlesFor(crm, entity, [theirs, was] as unknown as AnyRecord[]);
  const context = { ...crm.settings, today: '', stages: await pipelineOf(crm), titles, masked: false };
  const lineFor = (name: string): KnownBlock[] => {
    const field = entity.fields[name];
    const conflict = stale.fields[name];
    if (!field || !conflict) return [];
    const told = conflictLines(field, conflict, context);
    return told.map((block, at) => ({ ...block, block_id: `${THEIRS}${name}${at > 0 ? `:${at}` : ''}` }));
  };
  const inputs = (view.blocks as KnownBlock[]).filter((block) => !block.block_id?.startsWith(THEIRS));
  // Of a form in steps, some of them may have been asked in a window before this one.
  const elsewhere = Object.keys(stale.fields).filter((name) => !inputs.some(({ block_id }) => block_id === name));
  const blocks = [
    ...elsewhere.flatMap(lineFor),
    ...inputs.flatMap((block) => [...lineFor(block.block_id ?? ''), block]),
  ];
  const overruled = {
    // Overruled conflicts stay overruled; only later changes are shown again.
    fields: [...new Set([...(memory.overruled?.fields ?? []), ...Object.keys(stale.fields)])],
    version: await versionOf(crm, { entity: memory.entity, id: memory.id ?? 0 }),
  };
  return {
    type: 'modal',
    callback_id: view.callback_id,
    private_metadata: JSON.stringify({ ...memory, overruled } satisfies FormMemory),
    title: view.title as ModalView['title'],
    ...(view.submit && { submit: view.submit as NonNullable<ModalView['submit']> }),
    ...(view.close && { close: view.close as NonNullable<ModalView['close']> }),
    blocks,
  };
}
