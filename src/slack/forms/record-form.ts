import { randomUUID } from 'node:crypto';
import type { KnownBlock, ModalView } from '@slack/types';
import { atLeast, type Role } from '../../model/roles.ts';
import { singularOf, type Entity } from '../../model/entity.ts';
import type { AnyRecord } from '../../model/record.ts';
import type { Field, Value } from '../../model/fields.ts';
import { pipelineOf } from '../../crm/context/index.ts';
import { startingValues, titlesFor } from '../../crm/records/index.ts';
import { count, lengthOf } from '../../model/text/text.ts';
import { escape, small } from '../messages/blocks.ts';
import type { SlackRequest } from '../slack-context.ts';
import { formView, type FormMemory } from './form.ts';
import { exceedsInput, type FormContext, type Question } from './inputs.ts';
import { backButton, stepsOf } from './split.ts';

/** The fields that a form asks somebody of this role for. */
export function askedFields(entity: Entity, role: Role = 'admin'): Record<string, Field> {
  return Object.fromEntries(
    Object.entries(entity.fields).filter(([, { hidden, only }]) => !hidden && (!only || atLeast(role, only))),
  );
}

/** Names of the fields that others of the same entity depend on: answering them redraws the form. */
export function liveFields(fields: Readonly<Record<string, Field>>): Set<string> {
  return new Set(Object.values(fields).flatMap((field) => (field.kind === 'reference' && field.of ? [field.of] : [])));
}

/** What the inputs of a form need to know, for values that are stored or about to be. */
export async function formContext(
  request: SlackRequest,
  entity: Entity,
  values: Readonly<Record<string, Value>>,
): Promise<FormContext> {
  const { crm } = request.slack;
  const [stages, titles] = await Promise.all([pipelineOf(crm), titlesFor(crm, entity, [values as AnyRecord])]);
  return { currency: String(values['currency'] ?? crm.settings.currency), stages, titles, values };
}

interface RecordFormOptions {
  /** The record being edited; without it the form makes a new one. */
  record?: AnyRecord;
  /** Values to start with instead of the stored ones. */
  given?: Readonly<Record<string, Value>>;
  /** Shown above the questions. */
  note?: string;
  /** What saves it. */
  form?: FormMemory['form'];
  title?: string;
  /** Names of the fields to ask for, where it is not all. */
  only?: readonly string[];
  /** Names of questions to which the app gave another answer than the person. */
  changed?: readonly string[];
  /** Every answer so far as it was given, for those that cannot be read yet. */
  typed?: Readonly<Record<string, unknown>>;
  /** Shown beside the question of that name. */
  asides?: Readonly<Record<string, string>>;
  /** Of a form that is asked in steps: which one, from 0, and where the answers to the others are kept. */
  step?: number;
  draft?: string;
}

/** What a form that is asked in steps remembers, and shows beside its questions. */
const stepIn = (steps: readonly string[][], { step = 0, draft = randomUUID() }: RecordFormOptions) => {
  if (steps.length < 2) return { names: steps[0] ?? [], memory: {}, submit: 'Save', note: null, below: [] };
  const last = step >= steps.length - 1;
  return {
    names: steps[step] ?? [],
    memory: { step, draft },
    submit: last ? 'Save' : 'Next',
    note: `Step ${step + 1} of ${steps.length}`,
    below: step > 0 ? [backButton()] : [],
  };
};

/** Said of a text that no input holds. */
const untouched = (label: string, text: string): KnownBlock =>
  small(
    `*${escape(label)}* has ${count(lengthOf(text), 'character')}, more than a form in Slack takes. It stays as it is. To change it, edit it in a file of \`/crm export\` and import that (managers and admins).`,
  );

/** The form of any entity, from its declaration alone: for a new record, or one being edited. */
export async function recordForm(
  request: SlackRequest,
  entity: Entity,
  options: RecordFormOptions,
): Promise<ModalView> {
  const { record, given = {}, form = 'record', title, only, changed = [], typed = {}, asides = {} } = options;
  const { crm } = request.slack;
  const moment = { actor: request.actor, now: crm.now(), settings: crm.settings, stages: await pipelineOf(crm) };
  const values: Readonly<Record<string, Value>> = { ...(record ?? startingValues(entity, moment)), ...given };
  const all = Object.entries(askedFields(entity, request.actor.role)).filter(([name]) => !only || only.includes(name));
  const tooLong = all.filter(([name, field]) => exceedsInput(field, record?.[name] ?? null));
  const fields = Object.fromEntries(all.filter((one) => !tooLong.includes(one)));
  const step = stepIn(stepsOf(Object.keys(fields)), options);
  const live = liveFields(fields);
  const questionOf = ([name, field]: [string, Field]): Question => ({
    name,
    field,
    value: values[name] ?? null,
    live: live.has(name),
    changed: changed.includes(name),
    ...(!(name in given) && { typed: typed[name] }),
  });
  const memory: FormMemory = {
    form,
    entity: entity.name,
    ...(record && { id: record.id, version: record.version }),
    ...step.memory,
    ...(request.channel && { channel: request.channel }),
  };
  return formView({
    title: title ?? `${record ? 'Edit' : 'New'} ${singularOf(entity)}`,
    submit: step.submit,
    memory,
    questions: Object.entries(fields)
      .filter(([name]) => step.names.includes(name))
      .map(questionOf),
    context: await formContext(request, entity, values),
    note: [options.note, step.note].filter(Boolean).join(' · ') || null,
    asides,
    below: [...tooLong.map(([name, { label }]) => untouched(label, String(record?.[name]))), ...step.below],
  });
}
