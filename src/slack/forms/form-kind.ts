import type { ModalView, PlainTextOption } from '@slack/types';
import type { Field } from '../../model/fields.ts';
import type { Message } from '../messages/blocks.ts';
import type { Later, SlackRequest } from '../slack-context.ts';
import type { State } from './answers.ts';
import type { FormMemory } from './form.ts';
import type { Slow } from './slow.ts';

/** A record that was there already and is taken in place of a new one. */
export interface Taken {
  field: string;
  id: number;
}

/** What is to be different in a form that is drawn again. */
export interface Redrawing {
  taken?: Taken | null;
  /** Which step of a long form is drawn; the one that is shown when left out. */
  step?: number;
  /** Action id of the button that was pressed in it. */
  pressed?: string;
  /** Question to what is wrong with it, shown beside it. */
  problems?: Readonly<Record<string, string>>;
}

/** Everything that one kind of form needs to be known for. */
export interface FormKind {
  /** Choices that a typeahead offers before the records that it finds. */
  offers?: (memory: FormMemory) => readonly PlainTextOption[];
  /** Every question it can ask, by name. */
  fields: (memory: FormMemory) => Readonly<Record<string, Field>>;
  /** @returns the answer that the person gets; what gives it in the form's own window; or what gives it where they asked */
  save: (request: SlackRequest, memory: FormMemory, state: State) => Promise<Message | Slow | Later>;
  /** The form as it is to look for what was answered so far. @param state answers of all its steps */
  redraw: (request: SlackRequest, memory: FormMemory, state: State, how: Redrawing) => Promise<ModalView>;
}
