import type { ModalView } from '@slack/types';
import type { AnyRecord, Stage } from '../../../model/record.ts';
import type { Field, Value } from '../../../model/fields.ts';
import { ENTITIES, entityOf } from '../../../model/registry.ts';
import { dayOf } from '../../../model/dates/time.ts';
import { count, cut } from '../../../model/text/text.ts';
import { pipelineOf } from '../../../crm/context/index.ts';
import { glanceAt } from '../../../crm/search/index.ts';
import { startingValues } from '../../../crm/records/index.ts';
import { escape } from '../../messages/blocks.ts';
import type { SlackRequest } from '../../slack-context.ts';
import { showDay, showMoment } from '../../views/values.ts';
import { formView } from '../../forms/form.ts';
import type { Question } from '../../forms/inputs.ts';
import { askedFields, formContext } from '../../forms/record-form.ts';

/** The deal's new stage and next step: optional questions of the log form. */
const FOLLOWING: Readonly<Record<string, Field>> = {
  stage: { ...ENTITIES.deal.fields['stage'], required: false, help: 'Change it only if the deal moved.' },
  lostReason: { ...ENTITIES.deal.fields['lostReason'], required: true },
  amount: { ...ENTITIES.deal.fields['amount'], required: true, help: 'What the deal was won for.' },
  nextStep: { ...ENTITIES.followUp.fields['what'], required: false },
  followUpOn: { ...ENTITIES.followUp.fields['dueOn'], label: 'Due', required: false },
};

/** Every question the log form can ask, by name. */
export const LOG_FIELDS: Readonly<Record<string, Field>> = { ...askedFields(entityOf('interaction')), ...FOLLOWING };

/** Questions whose answers change what else is asked. */
const LIVE = new Set(['customer', 'deal', 'stage']);

/** Whether the form shows that question. */
const isAsked = (name: string, stage: Stage | undefined, deal: AnyRecord | null): boolean => {
  if (name === 'lostReason') return stage?.outcome === 'lost';
  if (name === 'amount') return stage?.outcome === 'won' && deal?.['amount'] === null;
  return true;
};

/**
 * The form of `/crm log`.
 * @param given what is answered already: from the command's words, or from the form as it stood before it was redrawn
 * @param changed names of questions to which the app gave another answer than the person
 */
export async function logForm(
  request: SlackRequest,
  given: Readonly<Record<string, Value>>,
  deal: AnyRecord | null,
  changed: readonly string[] = [],
): Promise<ModalView> {
  const { crm } = request.slack;
  const entity = entityOf('interaction');
  const stages = await pipelineOf(crm);
  const start = startingValues(entity, { actor: request.actor, now: crm.now(), settings: crm.settings, stages });
  const values = { ...start, ...given };
  const stage = stages.find(({ id }) => id === values['stage']);
  const questions = Object.entries(LOG_FIELDS)
    .filter(([name]) => isAsked(name, stage, deal))
    .map(([name, field]): Question => ({
      name,
      field,
      value: values[name] ?? null,
      live: LIVE.has(name),
      changed: changed.includes(name),
    }));
  return formView({
    title: 'Log interaction',
    submit: 'Save',
    memory: { form: 'log', entity: 'interaction', ...(request.channel && { channel: request.channel }) },
    questions,
    context: await formContext(request, entity, values),
    asides: { customer: await customerAside(request, values['customer'] ?? null), deal: dealAside(deal, stages) },
  });
}

/** The latest on the customer, the moment it is chosen. */
const customerAside = async (request: SlackRequest, customer: Value): Promise<string> => {
  if (typeof customer !== 'number') return '';
  const { crm } = request.slack;
  const { touches, openDealCount, next } = await glanceAt(crm, { customer });
  const [last] = touches;
  const today = dayOf(crm.now(), request.actor.timeZone);
  const lastWords = last
    ? `Last interaction ${showMoment(String(last['happenedAt']))}: ${escape(cut(String(last['what']), 120))}`
    : 'No interactions yet';
  const nextWords = next
    ? ` · next: ${escape(cut(String(next['what']), 60))}, ${showDay(String(next['dueOn']), { locale: crm.settings.locale, today })}`
    : '';
  return `${lastWords} · ${count(openDealCount, 'open deal')}${nextWords}`;
};

const dealAside = (deal: AnyRecord | null, stages: readonly Stage[]): string => {
  const stage = stages.find(({ id }) => id === deal?.['stage']);
  return stage ? `Now in *${escape(stage.name)}*.` : '';
};
