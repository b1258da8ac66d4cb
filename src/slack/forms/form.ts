import type { KnownBlock, ModalView } from '@slack/types';
import type { EntityName } from '../../model/entity.ts';
import type { Overruled } from '../../crm/conflicts.ts';
import type { Care } from '../../crm/twins.ts';
import { plain, small } from '../blocks.ts';
import { inputBlock, type FormContext, type Question } from './inputs.ts';

/** What a form remembers while it is open: ids only, never authority or what was typed. */
export interface FormMemory {
  /** Which form it is. */
  form:
    | 'record'
    | 'log'
    | 'settings'
    | 'stage'
    | 'move-deals'
    | 'role'
    | 'member'
    | 'hand-over'
    | 'subscription'
    | 'schedule'
    | 'summary'
    | 'target'
    | 'import'
    | 'import-columns'
    | 'import-check';
  entity: EntityName;
  /** The record being edited, and its version when the form was opened. */
  id?: number;
  version?: number;
  /** After a conflict: what others had saved by then, which Save now overrules. */
  overruled?: Overruled;
  /** Likely twins of a new record that were shown: entity to their ids. Save now creates it anyway. */
  seen?: Care['seen'];
  /** Of a form too long for one window: the step that is shown, from 0, and what the answers to the others are kept under. */
  step?: number;
  draft?: string;
  /** The file that is being imported. */
  job?: number;
  /** The window that the form stands on, which shows the answer. */
  beneath?: string;
  /** Where the command was typed, for the answer. */
  channel?: { id: string; name: string };
}

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
export const formOf = (title: string, submit: string | null, memory: FormMemory, blocks: KnownBlock[]): ModalView => ({
  type: 'modal',
  callback_id: FORM,
  private_metadata: JSON.stringify(memory),
  title: plain(title, 24),
  ...(submit !== null && { submit: plain(submit, 24) }),
  close: plain('Cancel', 24),
  blocks,
});

export const formView = ({
  title,
  submit,
  memory,
  questions,
  context,
  note,
  asides = {},
  below = [],
}: FormParts): ModalView =>
  formOf(title, submit, memory, [
    ...(note ? [small(note)] : []),
    ...questions.flatMap((question): KnownBlock[] => {
      const aside = asides[question.name];
      return [inputBlock(question, context), ...(aside ? [small(aside)] : [])];
    }),
    ...below,
  ]);

/** @throws SyntaxError when the metadata is not ours */
export const memoryOf = (view: { private_metadata: string }): FormMemory =>
  JSON.parse(view.private_metadata) as FormMemory;
