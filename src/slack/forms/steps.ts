import type { ModalView } from '@slack/types';
import type { Value } from '../../model/fields.ts';
import { parseField } from '../../model/parse.ts';
import { Invalid } from '../../model/errors.ts';
import { entityOf } from '../../model/registry.ts';
import { draftOf, forgetDraft, keepDraft } from '../../crm/forms/index.ts';
import type { SlackRequest } from '../slack-context.ts';
import { answersTo, newName, type State } from './answers.ts';
import type { FormMemory } from './form.ts';
import { askedFields } from './record-form.ts';
import { redraw } from './redraw.ts';
import { stepsOf } from './split.ts';

/**
 * What was answered in every step so far, the shown one included; it is kept for the steps to come. What is typed never
 * travels through Slack's metadata, which holds 3000 characters.
 */
export async function allAnswers(request: SlackRequest, { draft }: FormMemory, shown: State): Promise<State> {
  if (draft === undefined) return shown;
  const { crm } = request.slack;
  const all = { ...((await draftOf(crm, request.actor, draft)) as State), ...shown };
  await keepDraft(crm, request.actor, draft, all);
  return all;
}

/** Names of the questions of each step. */
const stepsIn = ({ entity }: FormMemory, { actor }: SlackRequest): string[][] =>
  stepsOf(Object.keys(askedFields(entityOf(entity), actor.role)));

/** The next step of a long form; null when this was its last. @throws Invalid for answers of this step */
export async function nextStep(request: SlackRequest, memory: FormMemory, state: State): Promise<ModalView | null> {
  const { step } = memory;
  const steps = stepsIn(memory, request);
  if (step === undefined || step >= steps.length - 1) return null;
  holdAnswers(request, memory, state, steps[step] ?? []);
  return redraw(request, memory, state, { step: step + 1 });
}

/** Validates each answer of a step before the next one. */
const holdAnswers = (request: SlackRequest, { entity }: FormMemory, state: State, names: readonly string[]): void => {
  const { currency, locale } = request.slack.crm.settings;
  const fields = entityOf(entity).fields;
  const problems: Record<string, string> = {};
  for (const [name, raw] of Object.entries(answersTo(state, fields))) {
    const field = fields[name];
    if (!field || !names.includes(name) || newName(raw) !== null) continue;
    const reading: { value: Value } | { problem: string } = parseField(field, raw, { currency, locale });
    if ('problem' in reading) problems[name] = reading.problem;
  }
  if (Object.keys(problems).length > 0) throw new Invalid(problems);
};

/** The step in which something is wrong, with what is wrong; null where that is the one that is shown. */
export async function stepWith(
  request: SlackRequest,
  memory: FormMemory,
  state: State,
  { fields }: Invalid,
): Promise<ModalView | null> {
  if (memory.step === undefined) return null;
  const step = stepsIn(memory, request).findIndex((names) => names.some((name) => name in fields));
  if (step === -1 || step === memory.step) return null;
  const problems = Object.fromEntries(Object.entries(fields).map(([name, text]) => [name, `:warning: ${text}`]));
  return redraw(request, memory, state, { step, problems });
}

/** The form is saved: what was kept of it is forgotten. */
export async function forgetAnswers(request: SlackRequest, { draft }: FormMemory): Promise<void> {
  if (draft !== undefined) await forgetDraft(request.slack.crm, request.actor, draft);
}
