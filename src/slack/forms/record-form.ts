import type { ModalView } from '@slack/types';
import { atLeast, type Role } from '../../model/access.ts';
import { titleOf, type AnyRecord, type Entity } from '../../model/entity.ts';
import type { Field, Value } from '../../model/fields.ts';
import { pipelineOf } from '../../crm/crm.ts';
import { startingValues } from '../../crm/starting-values.ts';
import { titlesFor } from '../../crm/titles.ts';
import type { Ask } from '../desk.ts';
import { formView, type FormMemory } from './form.ts';
import type { FormContext, Question } from './inputs.ts';

/** The fields that a form asks somebody of this role for. */
export const askedFields = (entity: Entity, role: Role = 'admin'): Record<string, Field> =>
  Object.fromEntries(
    Object.entries(entity.fields).filter(([, { hidden, only }]) => !hidden && (!only || atLeast(role, only))),
  );

/** Names of the fields that others of the same entity depend on: answering them redraws the form. */
export const liveFields = (fields: Readonly<Record<string, Field>>): Set<string> =>
  new Set(Object.values(fields).flatMap((field) => (field.kind === 'reference' && field.of ? [field.of] : [])));

/** What the inputs of a form need to know, for values that are stored or about to be. */
export const formContext = async (
  ask: Ask,
  entity: Entity,
  values: Readonly<Record<string, Value>>,
): Promise<FormContext> => {
  const { crm } = ask.desk;
  const [stages, titles] = await Promise.all([pipelineOf(crm), titlesFor(crm, entity, [values as AnyRecord])]);
  return { currency: String(values['currency'] ?? crm.settings.currency), stages, titles, values };
};

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
}

/** The form of any entity, from its declaration alone: for a new record, or one being edited. */
export const recordForm = async (
  ask: Ask,
  entity: Entity,
  { record, given = {}, note, form = 'record', title, only, changed = [] }: RecordFormOptions,
): Promise<ModalView> => {
  const { crm } = ask.desk;
  const moment = { actor: ask.actor, now: crm.now(), settings: crm.settings, stages: await pipelineOf(crm) };
  const values: Readonly<Record<string, Value>> = { ...(record ?? startingValues(entity, moment)), ...given };
  const asked = Object.entries(askedFields(entity, ask.actor.role));
  const fields = Object.fromEntries(asked.filter(([name]) => !only || only.includes(name)));
  const live = liveFields(fields);
  const questions = Object.entries(fields).map(([name, field]): Question => ({
    name,
    field,
    value: values[name] ?? null,
    live: live.has(name),
    changed: changed.includes(name),
  }));
  const memory: FormMemory = {
    form,
    entity: entity.name,
    ...(record && { id: record.id, version: record.version }),
    ...(ask.channel && { channel: ask.channel }),
  };
  return formView({
    title: title ?? (record ? `Edit ${titleOf(entity, record)}` : `New ${entity.name}`),
    submit: 'Save',
    memory,
    questions,
    context: await formContext(ask, entity, values),
    note: note ?? null,
  });
};
