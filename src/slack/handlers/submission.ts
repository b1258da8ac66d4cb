import type { ModalView } from '@slack/types';
import type { Logger } from 'pino';
import type { App, SlackViewAction, ViewOutput, ViewSubmitAction, ViewResponseAction } from '@slack/bolt';
import { unhurried } from '../../model/runtime/deadline.ts';
import type { EntityName } from '../../model/entity.ts';
import { AlreadyDone, Invalid, LikelyDuplicates, NotFound, Stale } from '../../model/errors.ts';
import { Unavailable } from '../../model/runtime/unavailable.ts';
import { cut } from '../../model/text/text.ts';
import { accountable } from '../../crm/access/index.ts';
import type { Message } from '../messages/blocks.ts';
import { reading, type SlackRequest, type SlackContext, type Later } from '../slack-context.ts';
import { sentenceFor } from '../explain.ts';
import { FORM, memoryOf, type FormMemory } from '../forms/form.ts';
import { conflictView } from '../forms/conflict.ts';
import { FORMS } from '../forms/forms.ts';
import type { Slow } from '../forms/slow.ts';
import { allAnswers, forgetAnswers, nextStep, stepWith } from '../forms/steps.ts';
import { duplicatesView } from '../forms/duplicates.ts';
import { teamsIn } from '../people/installation.ts';
import { inPrivateOnly } from '../messages/respond.ts';
import { tellBest, tellMeanwhile } from '../messages/tell-best.ts';
import { refreshHome } from '../views/home.ts';
import { lastOf } from './command.ts';
import { authenticate, type HandlerDeps } from './handler-deps.ts';
import { carryOn } from './slow-form.ts';
import { singularOf } from '../../model/entity.ts';
import { entityOf } from '../../model/registry.ts';

/** Save was pressed: the write happens inside the acknowledgement, so that a mistake is shown under its input. */
export function handleSubmissions(app: App, deps: HandlerDeps): void {
  app.view<ViewSubmitAction>(FORM, async ({ ack, body, view }) => {
    const memory = memoryOf(view);
    try {
      const request = await authenticate(deps, visitorOf(body, view, memory));
      const outcome = await submitted(request, memory, view);
      if ('step' in outcome) return await (ack as Ack)({ response_action: 'update', view: outcome.step });
      if ('later' in outcome) {
        await ack();
        const { later } = outcome;
        return await unhurried(() => answerLater(request, deps, view.id, later));
      }
      if ('slow' in outcome) {
        await (ack as Ack)({ response_action: 'update', view: outcome.slow.first });
        const { slow } = outcome;
        return await unhurried(() => carryOn(request, view.id, slow));
      }
      await answer(deps, view, memory, body.user.id, ack as Ack, outcome.message);
      if (memory.channel === undefined) await unhurried(() => refreshHome(request));
    } catch (error) {
      const otherwise = (another: unknown) => errorsIn(another, view, memory, deps.slack);
      await ack(await refusal(error, view, memory, deps).catch(otherwise));
    }
  });
}

/** The next step of a long form, or the step where something is wrong; else the form is saved. */
const submitted = async (
  request: SlackRequest,
  memory: FormMemory,
  view: ViewOutput,
): Promise<{ step: ModalView } | { slow: Slow } | { later: Later } | { message: Message }> => {
  const state = await allAnswers(request, memory, view.state.values);
  const next = await nextStep(request, memory, state);
  if (next) return { step: next };
  try {
    const save = () => FORMS[memory.form].save(request, memory, state);
    const saved = await accountable(request, save);
    await forgetAnswers(request, memory);
    if ('last' in saved) return { later: saved };
    return 'work' in saved ? { slow: saved } : { message: saved };
  } catch (error) {
    const wrong = error instanceof Invalid ? await stepWith(request, memory, state, error) : null;
    if (wrong) return { step: wrong };
    throw error;
  }
};

const visitorOf = (body: SlackViewAction, view: ViewOutput, { channel }: FormMemory) => ({
  userId: body.user.id,
  teams: teamsIn(body),
  channel: channel ?? null,
  source: 'form' as const,
  // A form is saved once, however often Save arrives; a form that came back with a conflict has a new hash, not a new id.
  key: view.id,
});

type Ack = (response?: ViewResponseAction) => Promise<void>;

/** Where the form was opened from, or else in private: at once that it is being worked on, then what came of it. */
const answerLater = async (
  request: SlackRequest,
  { answers }: HandlerDeps,
  viewId: string,
  later: Later,
): Promise<void> => {
  const { slack, actor } = request;
  const to = answers.take(viewId) ?? inPrivateOnly(actor.slackUserId);
  const last = lastOf(later, request, { verb: 'summary', words: '' });
  const [told] = await Promise.all([last, tellMeanwhile(slack, to, later.first)]);
  await tellBest(slack, to, told, true);
};

/** Where the form was opened from: in the window beneath it, in place of a message, or else in its own window. */
const answer = async (
  { answers, slack }: HandlerDeps,
  view: ViewOutput,
  { beneath }: FormMemory,
  userId: string,
  ack: Ack,
  message: Message,
): Promise<void> => {
  const from = answers.take(view.id);
  if (from) {
    await ack();
    return tellBest(slack, from, message, true);
  }
  if (beneath === undefined) return ack({ response_action: 'update', view: reading('Saved', message.blocks) });
  await ack();
  await slack.client.views.update({ view_id: beneath, view: reading('CustomerHub', message.blocks) }).then(
    () => undefined,
    () => tellBest(slack, inPrivateOnly(userId), message),
  );
};

/** What went wrong, under the input it belongs to; the form stays open with everything that was typed. */
const refusal = async (
  error: unknown,
  view: ViewOutput,
  memory: FormMemory,
  { slack }: HandlerDeps,
): Promise<ViewResponseAction> => {
  if (error instanceof AlreadyDone) return { response_action: 'clear' };
  if (error instanceof Stale && memory.id !== undefined) {
    return { response_action: 'update', view: await conflictView(slack.crm, view, memory, error) };
  }
  if (error instanceof LikelyDuplicates) {
    return { response_action: 'update', view: await duplicatesView(slack, view, memory, error) };
  }
  return errorsIn(error, view, memory, slack);
};

const errorsIn = (
  error: unknown,
  view: ViewOutput,
  { entity }: FormMemory,
  { log }: SlackContext,
): ViewResponseAction => {
  const inputs = view.blocks.filter(({ type }) => type === 'input').map((block) => block.block_id ?? '');
  const problems = error instanceof Invalid ? error.fields : { '': inForm(gone(error, entity), log) };
  return { response_action: 'errors', errors: underInputs(problems, inputs) };
};

const inForm = (error: unknown, log: Logger): string =>
  error instanceof Unavailable ? error.inForm() : sentenceFor(error, log);

const gone = (error: unknown, entity: EntityName): unknown =>
  error instanceof NotFound
    ? new NotFound(`${error.message} Copy your entries into a new ${singularOf(entityOf(entity))} to keep them.`)
    : error;

/** Slack takes errors only for inputs it shows: what belongs to none stands under the first. */
const underInputs = (problems: Readonly<Record<string, string>>, inputs: readonly string[]): Record<string, string> => {
  const errors: Record<string, string> = {};
  for (const [name, text] of Object.entries(problems)) {
    const home = inputs.includes(name) ? name : (inputs[0] ?? name);
    // Forms show plain text, so a command stands there without its marks.
    const plain = text.replaceAll('`', '');
    errors[home] = cut(errors[home] ? `${errors[home]} ${plain}` : plain, 2000);
  }
  return errors;
};
