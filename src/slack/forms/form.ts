import type { KnownBlock, ModalView } from '@slack/types';
import { z } from 'zod';
import type { EntityName, RecordRef } from '../../model/entity.ts';
import { isEntityName } from '../../model/registry.ts';
import { plain, small } from '../messages/blocks.ts';
import { inputBlock, type FormContext, type Question } from './inputs.ts';

const recordId = z.int32().positive();
const entityName = z.custom<EntityName>(isEntityName, 'not an entity');

/** What a form remembers while it is open: ids only, never authority or what was typed. */
const formMemory = z.object({
  /** Which form it is. */
  form: z.enum([
    'record',
    'log',
    'settings',
    'stage',
    'move-deals',
    'role',
    'member',
    'hand-over',
    'subscription',
    'schedule',
    'summary',
    'target',
    'import',
    'import-columns',
    'import-check',
    'import-fix',
  ]),
  entity: entityName,
  /** The record being edited, and its version when the form was opened. */
  id: recordId.exactOptional(),
  version: z.int32().nonnegative().exactOptional(),
  /** After a conflict: what others had saved by then, which Save now overrules. */
  overruled: z.object({ fields: z.array(z.string()), version: z.int32().nonnegative() }).exactOptional(),
  /** Shown duplicates of a new record: entity to their ids. Save now creates it anyway. */
  seen: z.partialRecord(entityName, z.array(recordId)).exactOptional(),
  /** Of a form too long for one window: the step that is shown, from 0, and what the answers to the others are kept under. */
  step: z.int32().nonnegative().exactOptional(),
  draft: z.string().exactOptional(),
  /** The file that is being imported. */
  job: recordId.exactOptional(),
  /** What is answered about it: the cause among those that this check found, and the target that this is about. */
  cause: z.int32().nonnegative().exactOptional(),
  check: z.string().exactOptional(),
  target: z.string().exactOptional(),
  /** The page of its preview that is shown in place of the first. */
  page: z.string().exactOptional(),
  /** The window that the form stands on, which shows the answer. */
  beneath: z.string().exactOptional(),
  /** Where the command was typed, for the answer. */
  channel: z.object({ id: z.string(), name: z.string() }).exactOptional(),
});

export type FormMemory = z.infer<typeof formMemory>;

export const FORM = 'form';

interface FormParts {
  title: string;
  submit: string;
  memory: FormMemory;
  questions: readonly Question[];
  context: FormContext;
  /** Shown above the questions. */
  note?: string | null;
  /** Shown under the question of that name. */
  asides?: Readonly<Record<string, string>>;
  /** Shown below the questions. */
  below?: readonly KnownBlock[];
}

/** A form of blocks. @param submit what its button says; without it there is none */
export function formOf(title: string, submit: string | null, memory: FormMemory, blocks: KnownBlock[]): ModalView {
  return {
    type: 'modal',
    callback_id: FORM,
    private_metadata: JSON.stringify(memory),
    title: plain(title, 24),
    ...(submit !== null && { submit: plain(submit, 24) }),
    close: plain('Cancel', 24),
    blocks,
  };
}

export function formView({
  title,
  submit,
  memory,
  questions,
  context,
  note,
  asides = {},
  below = [],
}: FormParts): ModalView {
  return formOf(title, submit, memory, [
    ...(note ? [small(note)] : []),
    ...questions.flatMap((question): KnownBlock[] => {
      const aside = asides[question.name];
      return [inputBlock(question, context), ...(aside ? [small(aside)] : [])];
    }),
    ...below,
  ]);
}

/** The record that a form is about; null for a new one. @throws Error when the form is about another entity's */
export function recordIn<N extends EntityName>({ form, entity, id }: FormMemory, of: N): RecordRef<N> | null {
  if (entity !== of) throw new Error(`The form ${form} is about a ${entity}, not a ${of}`);
  return id === undefined ? null : { entity: of, id };
}

/** What this view remembers. @throws ZodError, SyntaxError where the metadata is not that of a form */
export function memoryOf({ private_metadata }: { private_metadata: string }): FormMemory {
  return formMemory.parse(JSON.parse(private_metadata));
}

/** Whether this is the metadata of a form. */
export function isMemory(private_metadata: string): boolean {
  try {
    return formMemory.safeParse(JSON.parse(private_metadata)).success;
  } catch {
    return false;
  }
}
